import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { at, histories, sampleEvent } from '@taskfold/fold/testing';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { createTestDatabase } from '../testing/create-test-database.ts';
import { testEventLog } from '../testing/index.ts';
import { MIGRATIONS_DIRECTORY } from './migration-files.ts';
import { schemaDifference } from './testing/schema-difference.ts';

/** As the version before had the tables of a schema. */
const tasksAsBefore = (schema: string) => `
  ALTER TABLE ${schema}.tasks DROP CONSTRAINT tasks_pkey, ADD PRIMARY KEY (tenant_id, task_id);
  ALTER TABLE ${schema}.usage_records DROP COLUMN kafka_partition, ADD PRIMARY KEY (tenant_id, task_id, source, event_id);
  ALTER TABLE ${schema}.ledger_entries DROP COLUMN kafka_partition, ADD PRIMARY KEY (tenant_id, task_id, kind, entry_id);
  ALTER TABLE ${schema}.checkpoints DROP COLUMN partitioner;`;
const AS_BEFORE = `
  ${tasksAsBefore('public')}
  ALTER TABLE pruned_tasks DROP CONSTRAINT pruned_tasks_pkey, ADD PRIMARY KEY (tenant_id, task_id);
  ALTER TABLE deliveries DROP CONSTRAINT deliveries_pkey, ADD PRIMARY KEY (tenant_id, task_id, type);
  CREATE UNIQUE INDEX deliveries_delivery_id_key ON deliveries (delivery_id);
  ALTER TABLE callback_attempts DROP COLUMN kafka_partition,
    ADD PRIMARY KEY (tenant_id, task_id, type, attempt, recorded_at);
  ALTER TABLE event_outbox DROP COLUMN kafka_partition, ADD PRIMARY KEY (outbox_id);`;
const STANDBY_AS_BEFORE = `
  ${tasksAsBefore('taskfold_standby')}
  ALTER TABLE taskfold_standby.differences DROP COLUMN kafka_partition, ADD PRIMARY KEY (tenant_id, task_id);`;

const VERSIONED = ['tasks', 'usage_records', 'ledger_entries'];
const PLACED = [...VERSIONED, 'deliveries', 'callback_attempts', 'event_outbox'];

async function folded() {
  const { url, drop } = await createTestDatabase();
  const pool = createPool({ url, applicationName: 'test', max: 1 });
  onTestFinished(async () => {
    await pool.end();
    await drop();
  });
  const log = await testEventLog(pool);
  const samples = fc.sample(histories(), { numRuns: 30, seed: 7 });
  for (const partition of [0, 1, 2]) {
    const events = samples.flatMap((history, number) =>
      number % 3 === partition ? history.map(({ event }) => ({ ...event, taskId: `task_${number}` })) : [],
    );
    const told = { tenantId: 'told', taskId: `told_${partition}` };
    const callback = { url: 'https://example.com/', events: ['task.succeeded' as const] };
    await log.append(
      [
        ...events,
        sampleEvent('task.created', { capability: 'c', model: 'm', callback }, told),
        sampleEvent('task.succeeded', {}, { ...told, time: at(60) }),
      ],
      partition,
    );
  }
  // Told of, and then pruned.
  await pool.query(`
    INSERT INTO pruned_tasks VALUES ('told', 'pruned', 2, 1);
    INSERT INTO callback_attempts (tenant_id, task_id, type, attempt, delivery_id, started_at, duration_ms, outcome, kafka_partition)
      SELECT tenant_id, task_id, type, 1, delivery_id, now(), 1, 'delivered', kafka_partition FROM deliveries
      UNION ALL SELECT tenant_id, task_id, 'task.failed', 1, 'cb', now(), 1, 'gone', kafka_partition FROM pruned_tasks;
    INSERT INTO event_outbox (tenant_id, task_id, source, event_id, type, event_time, data, kafka_partition)
      SELECT tenant_id, task_id, 's', 'e', 't', now(), '{}', kafka_partition FROM callback_attempts`);
  const migration = await readFile(
    join(MIGRATIONS_DIRECTORY, '20261129070000_partition_in_keys', 'migration.sql'),
    'utf8',
  );
  return {
    url,
    pool,
    migrate: () => pool.query(migration),
    async rows(table: string): Promise<unknown[]> {
      return (await pool.query(`SELECT r::text AS row FROM ${table} r ORDER BY 1`)).rows;
    },
  };
}

test('rows that were stored before their keys named the partition come to the very rows that are written now', async () => {
  const { url, pool, rows, migrate } = await folded();
  await pool.query(`SELECT taskfold_create_version('taskfold_standby', true)`);
  for (const table of VERSIONED) {
    const { rows: columns } = await pool.query(`SELECT string_agg(attname, ',') AS names FROM pg_attribute
      WHERE attrelid = '${table}'::regclass AND attnum > 0 AND attgenerated = '' AND NOT attisdropped`);
    const { names } = columns[0];
    await pool.query(`INSERT INTO taskfold_standby.${table} (${names}) SELECT ${names} FROM ${table}`);
  }
  const tables = [...PLACED, ...VERSIONED.map((table) => `taskfold_standby.${table}`)];
  const written = await Promise.all(tables.map(rows));
  for (const [index, table] of tables.entries()) expect(written[index]?.length, table).toBeGreaterThan(2);
  await pool.query(`${AS_BEFORE} ${STANDBY_AS_BEFORE}`);
  await migrate();
  expect(await Promise.all(tables.map(rows))).toEqual(written);
  await pool.query('SELECT taskfold_drop_version($1)', ['taskfold_standby']);
  expect(await schemaDifference(url)).toBe('');
});

test.each([
  [
    'DELETE FROM tasks WHERE task_id = (SELECT min(task_id) FROM ledger_entries)',
    /ledger_entries .* rebuild/,
  ],
  [
    "UPDATE timeline SET kafka_partition = 7 WHERE task_id = 'told_1'",
    /more than one partition: PARTITIONER .* rebuild/,
  ],
  ['DELETE FROM pruned_tasks', /callback_attempts .* told\/pruned/],
])('a database is refused after %s', async (harm, sentence) => {
  const { pool, migrate } = await folded();
  await pool.query(`DELETE FROM usage_records; ${harm}; ${AS_BEFORE}`);
  await expect(migrate()).rejects.toThrow(sentence);
});
