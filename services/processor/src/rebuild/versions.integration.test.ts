import { createPool, inTransaction, type PoolOptions } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVersion, dropVersion, indexVersion, versionExists } from '../replay/version.ts';
import { exchangeVersions } from './exchange-versions.ts';

const database = testDatabase();
const poolAs = (role?: PoolOptions['role']) =>
  createPool({ url: database.url, applicationName: 'test', ...(role !== undefined && { role }) });
let pool: ReturnType<typeof poolAs>;
beforeAll(() => {
  pool = poolAs();
});
afterAll(() => pool.end());

async function describeTable(schema: string, table: string): Promise<unknown> {
  const { rows } = await pool.query(
    `SELECT c.reloptions, c.relacl::text, obj_description(c.oid, 'pg_class') AS comment,
       (SELECT array_agg(format('%s %s %s %s', attname, atttypid::regtype, attnotnull, col_description(attrelid, attnum))
         ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) AS columns,
       (SELECT array_agg(conname || ' ' || pg_get_constraintdef(oid) ORDER BY conname) FROM pg_constraint
         WHERE conrelid = c.oid) AS constraints,
       (SELECT array_agg(replace(pg_get_indexdef(indexrelid), $1 || '.', '') ORDER BY indexrelid::regclass::text)
         FROM pg_index WHERE indrelid = c.oid) AS indexes
     FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relname = $2`,
    [schema, table],
  );
  return rows[0];
}

describe('a version of the task tables', () => {
  test('is like the live tables in every respect, and is dropped without a trace', async () => {
    await createVersion(pool, 'taskfold_standby', true);
    await indexVersion(pool, 'taskfold_standby');
    for (const table of ['tasks', 'usage_records', 'ledger_entries', 'timeline']) {
      expect(await describeTable('taskfold_standby', table)).toEqual(await describeTable('public', table));
    }
    await dropVersion(pool, 'taskfold_standby');
    expect(await versionExists(pool, 'taskfold_standby')).toBe(false);
  });

  test('changes places with the live one although a reader locks the tables in another order, and harms none', async () => {
    await createVersion(pool, 'taskfold_standby', true);
    await indexVersion(pool, 'taskfold_standby');
    const reader = await pool.connect();
    try {
      await reader.query('BEGIN; SELECT FROM usage_records');
      const exchanged = inTransaction(pool, async (client) => {
        await client.query("SET LOCAL lock_timeout = '7s'");
        await exchangeVersions(client);
        const { rows } = await client.query<{ lock_timeout: string }>('SHOW lock_timeout');
        return { kind: 'applied', limit: rows[0]?.lock_timeout };
      });
      const isWaiting = async () =>
        (await pool.query("SELECT FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND NOT granted"))
          .rowCount;
      await expect.poll(isWaiting, { timeout: 10_000, interval: 5 }).toBeGreaterThan(0);
      await reader.query('SELECT FROM tasks');
      await reader.query('COMMIT');
      expect(await exchanged).toEqual({ kind: 'applied', limit: '7s' });
    } finally {
      reader.release(true);
    }
    await dropVersion(pool, 'taskfold_standby');
  });

  test('is made by the processor, and never by the API', async () => {
    const processor = poolAs('taskfold_processor');
    const api = poolAs('taskfold_api');
    try {
      await createVersion(processor, 'taskfold_verify', false);
      await dropVersion(processor, 'taskfold_verify');
      await expect(createVersion(api, 'taskfold_verify', false)).rejects.toThrow('permission denied');
      await expect(dropVersion(api, 'taskfold_verify')).rejects.toThrow('permission denied');
      await expect(api.query('SELECT taskfold_exchange_versions()')).rejects.toThrow('permission denied');
      await expect(api.query("SELECT taskfold_drop_months('timeline', now())")).rejects.toThrow(
        'permission denied',
      );
    } finally {
      await Promise.all([processor.end(), api.end()]);
    }
  });

  test.each(['public', 'taskfold_partitions'])('is never the schema %s', async (schema) => {
    await expect(pool.query('SELECT taskfold_drop_version($1)', [schema])).rejects.toThrow('not a version');
    await expect(pool.query('SELECT taskfold_create_version($1, true)', [schema])).rejects.toThrow(
      'not a version',
    );
  });
});
