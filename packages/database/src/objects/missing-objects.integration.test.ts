import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/test-database.ts';
import { missingObjects } from './missing-objects.ts';

const database = testDatabase();
let pool: Pool;
beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', max: 1 });
});
afterAll(() => pool.end());

/** By the catalogue, those of tables, without what their months have for themselves: what the scripts are read for. */
const MADE = `
  SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
  WHERE t.relnamespace = 'public'::regnamespace AND NOT t.relispartition AND t.relname <> '_prisma_migrations'
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)`;

test('reads every index from the scripts that the migrations make, and finds none missing', async () => {
  const { indexes, missing } = await missingObjects(pool);
  expect(missing).toEqual([]);
  expect(indexes).toBe((await pool.query(MADE)).rows.length);
});

test('finds what is gone, what is of no use and what is switched off', async () => {
  await pool.query('DROP INDEX tasks_needs_idx');
  await pool.query('ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only');
  await pool.query('ALTER TABLE leases DROP CONSTRAINT leases_pkey');
  await pool.query("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'tasks_model_idx'::regclass");
  const { missing } = await missingObjects(pool);
  expect(missing.map(({ kind, table, name }) => `${kind} ${table} ${name}`)).toEqual([
    'trigger_off audit_log audit_log_append_only',
    'no_primary_key leases leases',
    'invalid_index tasks tasks_model_idx',
    'no_index tasks tasks_needs_idx',
  ]);
  const needs = missing.find(({ name }) => name === 'tasks_needs_idx')?.statement ?? '';
  await pool.query(needs);
  expect((await missingObjects(pool)).missing).toHaveLength(3);
});
