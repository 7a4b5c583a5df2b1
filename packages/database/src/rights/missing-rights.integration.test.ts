import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/test-database.ts';
import { missingRights } from './missing-rights.ts';

const database = testDatabase();
let pool: Pool;
beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', max: 1 });
});
afterAll(() => pool.end());

/** Everything in the schema that a role of ours is granted, by the catalogue: what the scripts are read for. */
const GRANTED = `
  SELECT count(*)::int AS rights FROM (
    SELECT relacl AS acl FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S')
    UNION ALL SELECT attacl FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT attisdropped
    UNION ALL SELECT proacl FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT nspacl FROM pg_namespace WHERE nspname = 'public'
  ) AS all_of_them, aclexplode(acl) AS one
  WHERE one.grantee IN ('taskfold_api'::regrole, 'taskfold_processor'::regrole)`;

test('reads every right from the scripts that the migrations grant, and finds none missing', async () => {
  const { granted, missing } = await missingRights(pool);
  expect(missing).toEqual([]);
  expect(granted).toBe((await pool.query<{ rights: number }>(GRANTED)).rows[0]?.rights);
});

test("what runs with the rights of its owner is nobody's but whose it was given to", async () => {
  const { rows } = await pool.query<{ readonly name: string }>(`
    SELECT oid::regprocedure::text AS name FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prosecdef AND has_function_privilege('public', oid, 'EXECUTE')`);
  expect(rows).toEqual([]);
  const asked = `SELECT * FROM taskfold_standby_offsets('main', 'task.events')`;
  const [api, processor] = (['taskfold_api', 'taskfold_processor'] as const).map((role) =>
    createPool({ url: database.url, applicationName: 'test', role, max: 1 }),
  );
  expect((await api?.query(asked))?.rows).toEqual([]);
  await expect(processor?.query(asked)).rejects.toThrow(
    'permission denied for function taskfold_standby_offsets',
  );
  await Promise.all([api?.end(), processor?.end()]);
});

test('finds what was revoked, of a table, a column, a sequence and a function', async () => {
  await pool.query(`
    REVOKE INSERT ON changes FROM taskfold_processor;
    REVOKE UPDATE (due_at) ON deliveries FROM taskfold_api;
    REVOKE USAGE ON SEQUENCE audit_log_audit_id_seq FROM taskfold_api;
    REVOKE EXECUTE ON FUNCTION taskfold_ensure_partitions(date) FROM taskfold_processor`);
  const { missing } = await missingRights(pool);
  expect(missing).toHaveLength(4);
  expect(missing).toEqual(
    expect.arrayContaining([
      { role: 'taskfold_processor', privilege: 'INSERT', kind: 'table', object: 'changes', isThere: true },
      {
        role: 'taskfold_api',
        privilege: 'UPDATE',
        kind: 'column',
        object: 'deliveries',
        column: 'due_at',
        isThere: true,
      },
      {
        role: 'taskfold_api',
        privilege: 'USAGE',
        kind: 'sequence',
        object: 'audit_log_audit_id_seq',
        isThere: true,
      },
      {
        role: 'taskfold_processor',
        privilege: 'EXECUTE',
        kind: 'function',
        object: 'taskfold_ensure_partitions(date)',
        isThere: true,
      },
    ]),
  );
});

test('a table that is gone gives nobody a right', async () => {
  await pool.query('DROP TABLE service_starts');
  const { missing } = await missingRights(pool);
  expect(missing.filter(({ isThere }) => !isThere).map(({ object }) => object)).toEqual(
    Array.from({ length: 6 }, () => 'service_starts'),
  );
});
