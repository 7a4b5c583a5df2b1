import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/test-database.ts';
import { contractFault } from './contract-fault.ts';

const database = testDatabase();
let pool: Pool;
beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', max: 1 });
});
afterAll(() => pool.end());

test('only steps that want a newer version keep this one out, and the newest of them is named', async () => {
  expect(await contractFault(pool, '0.1.0')).toBeNull();
  await pool.query(`INSERT INTO contract_steps VALUES
    ('1_first', '0.2.0', 'the table a'), ('2_second', '0.10.0', 'the column b'), ('3_third', '0.9.0', 'the column c')`);
  expect(await contractFault(pool, '0.10.0')).toBeNull();
  expect(await contractFault(pool, '0.9.1')).toMatch(
    /2_second took away .*the column b.*Run version 0\.10\.0 or/,
  );
  expect(await contractFault(pool, '0.1.0')).toMatch(
    /1_first took away .*the table a.*Run version 0\.10\.0 or/,
  );
  // A version before the release that could live with it.
  expect(await contractFault(pool, '0.10.0-rc.1')).toMatch(/2_second/);
});

test('either service may ask', async () => {
  for (const role of ['taskfold_api', 'taskfold_processor'] as const) {
    const service = createPool({ url: database.url, applicationName: 'test', role, max: 1 });
    expect(await contractFault(service, '99.0.0')).toBeNull();
    expect(await contractFault(service, '0.1.0')).toMatch(/Run version/);
    await service.end();
  }
});

test('a database that notes no such steps keeps nobody out', async () => {
  await pool.query('DROP TABLE contract_steps');
  expect(await contractFault(pool)).toBeNull();
});
