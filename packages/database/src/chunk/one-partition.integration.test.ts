import type { TaskEvent } from '@taskfold/contract';
import { foldHistory, histories } from '@taskfold/fold/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { createTestDatabase } from '../testing/create-test-database.ts';
import { testDatabase, testEventLog } from '../testing/index.ts';
import { loadStates } from './load-states.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;
beforeAll(() => {
  pool = createPool({
    url: database.url,
    applicationName: 'test',
    role: 'taskfold_processor',
    byKeyOnly: true,
  });
});
afterAll(() => pool.end());

const TABLES = [
  'tasks',
  'usage_records',
  'ledger_entries',
  'deliveries',
  'callback_attempts',
  'timeline',
  'changes',
];

/** Every row of a task in a partition. */
async function rowsOf(taskId: string, partition: number): Promise<unknown[]> {
  const parts = TABLES.map(
    (table) =>
      `SELECT '${table}' AS "table", r::text AS row FROM ${table} r WHERE task_id = $1 AND kafka_partition = $2`,
  );
  return (await pool.query(`${parts.join(' UNION ALL ')} ORDER BY 1, 2`, [taskId, partition])).rows;
}

let tasks = 0;

test('what a chunk reads and writes is of its own partition, even where the same task had rows in another', async () => {
  const log = await testEventLog(pool);
  await fc.assert(
    fc.asyncProperty(
      histories(),
      histories(),
      fc.integer({ min: 1, max: 9 }),
      async (first, second, size) => {
        const taskId = `task_${tasks++}`;
        const events = [first, second].map((history): readonly TaskEvent[] =>
          history.map(({ event }) => ({ ...event, tenantId: 'acme', taskId })),
        );
        for (let start = 0; events.some(({ length }) => start < length); start += size) {
          for (const [partition, ofPartition] of events.entries()) {
            const chunk = ofPartition.slice(start, start + size);
            if (chunk.length === 0) continue;
            const other = await rowsOf(taskId, 1 - partition);
            await log.append(chunk, partition);
            expect(await rowsOf(taskId, 1 - partition)).toEqual(other);
          }
        }
        const client = await pool.connect();
        try {
          for (const [partition, ofPartition] of events.entries()) {
            const { states } = await loadStates(client, partition, [`acme/${taskId}`]);
            const alone = foldHistory(ofPartition.map((event) => ({ event, recordTime: event.time }))).state;
            expect(states.get(`acme/${taskId}`)?.revision ?? 0).toBe(alone.revision);
          }
        } finally {
          client.release();
        }
      },
    ),
    { numRuns: 12 },
  );
});

test('nothing that is prepared while the tables are new looks rows up by their partition alone', async () => {
  const { url, drop } = await createTestDatabase();
  const options = { url, applicationName: 'test', role: 'taskfold_processor', byKeyOnly: true } as const;
  const session = createPool({ ...options, max: 1 });
  onTestFinished(async () => {
    await session.end();
    await drop();
  });
  const log = await testEventLog(session);
  for (const [number, history] of fc.sample(histories(), { numRuns: 30, seed: 7 }).entries()) {
    const events = history.map(({ event }) => ({ ...event, tenantId: 'acme', taskId: `task_${number}` }));
    for (const half of [events.slice(0, 5), events.slice(5)]) if (half.length > 0) await log.append(half);
  }
  const { rows: prepared } = await session.query<{ name: string; statement: string }>(
    'SELECT name, statement FROM pg_prepared_statements',
  );
  expect(prepared.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['load_tasks', 'load_usage_records', 'load_ledger_entries', 'erase_deliveries']),
  );
  for (const { name, statement } of prepared) {
    const { rows } = await session.query<Record<'QUERY PLAN', string>>(`EXPLAIN (GENERIC_PLAN) ${statement}`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan, name).not.toMatch(/Cond: \(kafka_partition = [^)]*\)$/m);
  }
});
