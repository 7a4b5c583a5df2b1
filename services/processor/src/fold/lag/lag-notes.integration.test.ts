import { setTimeout as wait } from 'node:timers/promises';
import { encodeStructured } from '@taskfold/kafka';
import { harmTopic } from '@taskfold/kafka/testing';
import { expect, test } from 'vitest';
import { partitionNotes } from '../../testing/partition-notes.ts';
import { runProcessor } from '../../testing/run-processor.ts';
import { createWorkbench, lifeOf } from '../../testing/workbench.ts';

test('the lag rises while a partition cannot fold, is noted for those who read, and ends when it folds', async () => {
  const bench = await createWorkbench();
  const processor = await runProcessor(bench.env);
  const notes = async () => {
    const { rows } = await bench.pool.query<{ kafka_partition: number; lag_seconds: number; age: number }>(
      `SELECT kafka_partition, lag_seconds, extract(epoch FROM clock_timestamp() - noted_at)::float8 AS age
       FROM projection_lag WHERE projection = 'main' AND topic = $1 ORDER BY kafka_partition`,
      [bench.topic],
    );
    return rows;
  };
  const chunksNoted = async () => {
    const { rows } = await bench.pool.query<{
      readonly written: number;
      readonly p50: number | null;
      readonly max: number | null;
      readonly open: number;
      readonly is_of_the_note: boolean;
    }>(
      `SELECT chunks_written AS written, chunk_p50_seconds AS p50, chunk_max_seconds AS max, chunk_open_seconds AS open,
         chunks_noted_at = noted_at AS is_of_the_note FROM projection_lag WHERE topic = $1`,
      [bench.topic],
    );
    return rows;
  };
  await expect
    .poll(async () => (await notes()).map(({ lag_seconds }) => lag_seconds), { timeout: 15_000 })
    .toEqual([0, 0, 0]);

  // Somebody holds the checkpoints, as another processor would.
  const holder = await bench.pool.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM checkpoints FOR UPDATE');
  await bench.publish(Array.from({ length: 20 }, (_none, index) => lifeOf(`task_${index}`)).flat());
  await wait(3000);
  const waiting = await notes();
  expect(waiting).toHaveLength(3);
  for (const { lag_seconds, age } of waiting) {
    expect(lag_seconds).toBeGreaterThan(1);
    expect(lag_seconds).toBeLessThan(4);
    expect(age).toBeLessThan(2.5);
  }
  for (const chunks of await chunksNoted()) {
    expect(chunks).toMatchObject({ written: 0, p50: null, max: null, is_of_the_note: true });
    expect(chunks.open).toBeGreaterThan(1);
    expect(chunks.open).toBeLessThan(4);
  }
  expect(await processor.metrics()).toMatch(
    /taskfold_projection_lag_seconds\{partition="0",service="processor"\} [1-4]/,
  );
  await holder.query('ROLLBACK');
  holder.release();
  await bench.caughtUp();
  await expect
    .poll(async () => (await notes()).map(({ lag_seconds }) => lag_seconds), { timeout: 5000 })
    .toEqual([0, 0, 0]);
  await expect.poll(async () => (await chunksNoted()).every(({ open }) => open === 0)).toBe(true);
  for (const { written, p50, max } of await chunksNoted()) {
    expect(written).toBeGreaterThan(0);
    expect(max).toBeGreaterThan(2);
    expect(max).toBeLessThan(10);
    expect(p50).toBeGreaterThan(0);
    expect(p50).toBeLessThanOrEqual((max ?? 0) * 1.01);
  }

  await processor.stop();
  await wait(1500);
  for (const { age } of await notes()) expect(age).toBeGreaterThan(1.4);
});

test('an event that waits behind an open transaction of another producer is lag, and the transaction is shown', async () => {
  const bench = await createWorkbench();
  const [created, ...rest] = lifeOf('task_0');
  if (created === undefined) throw new Error('no life');
  const processor = await runProcessor(bench.env);
  const [position] = await bench.publish([created]);
  await bench.caughtUp();
  const abort = await harmTopic(bench.topic).openTransaction([encodeStructured(created)]);
  await bench.publish(rest);
  const partition = position?.partition ?? -1;
  const lag = async () => {
    return (await partitionNotes(bench.pool, bench.topic))[partition]?.lag;
  };
  await expect
    .poll(async () => (await lag())?.openTransactionSeconds, { timeout: 20_000 })
    .toBeGreaterThan(2);
  const waiting = await lag();
  expect(waiting?.seconds).toBeGreaterThan(2);
  expect(waiting?.logEndOffset).toBe(1 + 1 + rest.length);
  const metrics = await processor.metrics();
  const label = `partition="${partition}",service="processor"`;
  expect(metrics).toMatch(new RegExp(`taskfold_open_transaction_seconds\\{${label}\\} [2-9]`));
  expect(metrics).toContain(`taskfold_partition_lag_records{${label}} ${1 + rest.length}`);
  expect(processor.ready().ok).toBe(true);
  await abort();
  await bench.caughtUp();
  await expect.poll(lag, { timeout: 10_000 }).toMatchObject({ seconds: 0, openTransactionSeconds: 0 });
});
