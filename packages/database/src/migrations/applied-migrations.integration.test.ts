import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/test-database.ts';
import { appliedMigrations } from './applied-migrations.ts';

const database = testDatabase();
let pool: Pool;
beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', max: 1 });
});
afterAll(() => pool.end());

const NONE = { missing: [], unknown: [], failed: [], edited: [] };

test('a migrated database has all of them, and either service may see that', async () => {
  const { applied, ...others } = await appliedMigrations(pool);
  expect(applied.length).toBeGreaterThan(10);
  expect(others).toEqual(NONE);
  for (const role of ['taskfold_api', 'taskfold_processor'] as const) {
    const service = createPool({ url: database.url, applicationName: 'test', role, max: 1 });
    expect(await appliedMigrations(service)).toMatchObject(NONE);
    await service.end();
  }
});

test('tells those that are missing, unknown, failed and edited apart', async () => {
  const { applied } = await appliedMigrations(pool);
  const [first = '', second = '', third = ''] = applied;
  await pool.query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [first]);
  await pool.query('UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = $1', [second]);
  await pool.query("UPDATE _prisma_migrations SET checksum = 'x' WHERE migration_name = $1", [third]);
  await pool.query(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
    VALUES ('x', 'x', '29990101000000_later', now())`);
  expect(await appliedMigrations(pool)).toMatchObject({
    missing: [first, second],
    unknown: ['29990101000000_later'],
    failed: [second],
    edited: [third],
  });
});

test('a database that was never migrated has none', async () => {
  await pool.query('DROP TABLE _prisma_migrations');
  expect(await appliedMigrations(pool)).toMatchObject({ ...NONE, applied: [], missing: expect.any(Array) });
});
