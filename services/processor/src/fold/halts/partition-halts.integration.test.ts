import { type Instant, instantFromMilliseconds } from '@taskfold/contract';
import { createPool } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clearPartitionHalts, writePartitionHalt } from './partition-halts.ts';

const database = testDatabase();
const of = { projection: 'main', topic: 'task.events' };
const at = (seconds: number): Instant => instantFromMilliseconds(1_790_000_000_000 + seconds * 1000);
const lost = { ...of, partition: 1, reason: 'lost', message: 'Gone.\0', nextOffset: 40, haltedAt: at(0) };
let processor: ReturnType<typeof createPool>;

beforeAll(() => {
  processor = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_processor' });
});
afterAll(() => processor.end());

async function halts(): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await processor.query(
    'SELECT topic, kafka_partition, reason, message, halted_at FROM partition_halts ORDER BY topic DESC, kafka_partition',
  );
  return rows;
}

test('since when a partition stands still outlives a restart, but no other reason or place', async () => {
  await writePartitionHalt(processor, lost);
  await writePartitionHalt(processor, { ...lost, haltedAt: at(9) });
  expect(await halts()).toEqual([
    { topic: 'task.events', kafka_partition: 1, reason: 'lost', message: 'Gone.', halted_at: at(0) },
  ]);
  await writePartitionHalt(processor, { ...lost, reason: 'truncated', haltedAt: at(10) });
  expect(await halts()).toMatchObject([{ reason: 'truncated', halted_at: at(10) }]);
  await writePartitionHalt(processor, { ...lost, reason: 'truncated', nextOffset: 50, haltedAt: at(20) });
  expect(await halts()).toMatchObject([{ reason: 'truncated', halted_at: at(20) }]);
});

test('the halts of partitions that get on are gone, those of another topic are not', async () => {
  await writePartitionHalt(processor, { ...lost, partition: 2 });
  await writePartitionHalt(processor, { ...lost, topic: 'other' });
  expect(await halts()).toHaveLength(3);
  await clearPartitionHalts(processor, of, [0, 1, 2]);
  expect(await halts()).toMatchObject([{ topic: 'other' }]);
});
