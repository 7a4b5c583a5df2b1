import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/index.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;
beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', max: 1 });
});
afterAll(() => pool.end());

/** What the processor adds to, but no chunk does. */
const OF_NO_CHUNK: Readonly<Record<string, string>> = {
  audit_log: 'acts of operators',
  callback_breakers: 'what processes found of hosts',
  callback_secrets: 'one of each tenant, drawn before its first callback',
  leases: 'who of the processes does what one alone may do',
  rebuilds: 'acts of operators',
  service_starts: 'counts of processes',
};

/** Their rows are places of a partition, in whose order they are read. */
const ORDERED_WITHIN: Readonly<Record<string, readonly string[]>> = {
  changes: ['kafka_partition', 'position', 'written_at'],
  dead_letters: ['topic', 'kafka_partition', 'log_offset'],
  rekeyed_records: ['topic', 'kafka_partition', 'log_offset'],
  timeline: ['tenant_id', 'task_id', 'kafka_partition', 'log_offset', 'record_time'],
};

async function uniqueIndexes() {
  const { rows } = await pool.query<{ table: string; primary: boolean; columns: string[] }>(`
    SELECT c.relname AS table, i.indisprimary AS primary,
      (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum) AS columns
    FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisunique
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND has_table_privilege('taskfold_processor', c.oid, 'INSERT')`);
  return rows.filter(({ table }) => !(table in OF_NO_CHUNK));
}

test('the primary key of every table that a chunk writes ends with the partition, or orders the places of one', async () => {
  const keys = (await uniqueIndexes()).filter(({ primary }) => primary);
  expect(keys.map(({ table }) => table)).toEqual(
    expect.arrayContaining(['tasks', 'deliveries', ...Object.keys(ORDERED_WITHIN)]),
  );
  for (const { table, columns } of keys) {
    const ordered = ORDERED_WITHIN[table];
    if (ordered === undefined) expect(columns.at(-1), table).toBe('kafka_partition');
    else expect(columns, table).toEqual(ordered);
  }
});

test('nothing of what a chunk writes is unique beyond its partition', async () => {
  for (const { table, columns } of await uniqueIndexes()) expect(columns, table).toContain('kafka_partition');
});

test('whatever has a task of its own and may be added to is among them', async () => {
  const { rows } = await pool.query<{ table: string }>(`
    SELECT c.relname AS table FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'task_id'
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`);
  const known = new Set((await uniqueIndexes()).map(({ table }) => table));
  expect(rows.map(({ table }) => table).filter((table) => !known.has(table))).toEqual([]);
});
