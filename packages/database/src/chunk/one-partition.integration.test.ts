import type { TaskEvent } from '@taskfold/contract';
import { foldHistory, histories } from '@taskfold/fold/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
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
