import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/test-database.ts';
import { createPool } from './create-pool.ts';

const database = testDatabase();
const pools = new Map<string, Pool>();

beforeAll(() => {
  for (const role of ['taskfold_api', 'taskfold_processor'] as const) {
    pools.set(role, createPool({ url: database.url, applicationName: 'test', max: 1, role }));
  }
});
afterAll(() => Promise.all([...pools.values()].map((pool) => pool.end())));

/** Whether the role may; what it does is undone. */
async function may(role: string, statement: string): Promise<boolean> {
  const client = await pools.get(role)?.connect();
  if (client === undefined) throw new Error(`there is no pool of ${role}`);
  try {
    await client.query('BEGIN');
    await client.query(statement);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '42501') return false;
    throw error;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

const FOLDED = [
  'tasks',
  'usage_records',
  'ledger_entries',
  'timeline',
  'changes',
  'checkpoints',
  'dead_letters',
];

test.each(FOLDED)('the API reads %s, and writes nothing there', async (table) => {
  expect(await may('taskfold_api', `SELECT * FROM ${table}`)).toBe(true);
  expect(await may('taskfold_api', `INSERT INTO ${table} DEFAULT VALUES`)).toBe(false);
  expect(await may('taskfold_api', `UPDATE ${table} SET kafka_partition = kafka_partition`)).toBe(false);
  expect(await may('taskfold_api', `DELETE FROM ${table}`)).toBe(false);
  expect(await may('taskfold_api', `TRUNCATE ${table}`)).toBe(false);
});

test('the API reads keys and notes their use, and deletes none', async () => {
  expect(await may('taskfold_api', 'SELECT * FROM api_keys JOIN tenants USING (tenant_id)')).toBe(true);
  expect(await may('taskfold_api', 'UPDATE api_keys SET last_used_at = now()')).toBe(true);
  expect(await may('taskfold_api', 'DELETE FROM api_keys')).toBe(false);
  expect(await may('taskfold_api', 'DELETE FROM tenants')).toBe(false);
});

test.each(['api_keys', 'tenants', 'projects'])('the processor does not even read %s', async (table) => {
  expect(await may('taskfold_processor', `SELECT FROM ${table}`)).toBe(false);
  expect(await may('taskfold_processor', `DELETE FROM ${table}`)).toBe(false);
});

test('the processor only adds to what is never changed', async () => {
  for (const table of ['timeline', 'changes']) {
    expect(await may('taskfold_processor', `SELECT FROM ${table}`)).toBe(true);
    expect(await may('taskfold_processor', `UPDATE ${table} SET revision = 0`)).toBe(false);
    expect(await may('taskfold_processor', `DELETE FROM ${table}`)).toBe(false);
  }
  expect(await may('taskfold_processor', 'UPDATE tasks SET revision = 1')).toBe(true);
});

test('the processor makes partitions by the function alone', async () => {
  expect(await may('taskfold_processor', "SELECT taskfold_ensure_partitions('2031-05-17')")).toBe(true);
  expect(await may('taskfold_processor', 'CREATE TABLE own ()')).toBe(false);
  expect(await may('taskfold_api', "SELECT taskfold_ensure_partitions('2031-05-17')")).toBe(false);
  expect(await may('taskfold_api', 'CREATE TABLE own ()')).toBe(false);
});

test.each(['taskfold_api', 'taskfold_processor'])(
  '%s leaves the history of migrations alone',
  async (role) => {
    expect(await may(role, 'DELETE FROM _prisma_migrations')).toBe(false);
  },
);
