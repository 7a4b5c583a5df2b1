import { harmTopic } from '@taskfold/kafka/testing';
import { expect, test } from 'vitest';
import { partitionNotes } from '../../testing/partition-notes.ts';
import { runProcessor } from '../../testing/run-processor.ts';
import { createWorkbench, lifeOf } from '../../testing/workbench.ts';

const lives = (prefix: string) =>
  Array.from({ length: 20 }, (_none, index) => lifeOf(`${prefix}_${index}`)).flat();

test('a halt is there for operators to read, outlives a restart, and goes when the partition gets on', async () => {
  const bench = await createWorkbench();
  const halts = async () => (await partitionNotes(bench.pool, bench.topic)).map(({ halt }) => halt);
  await bench.publish(lives('first'));
  const first = await runProcessor(bench.env);
  await bench.caughtUp();
  await first.stop();

  await bench.publish(lives('lost'));
  const ends = await bench.kafka.admin().offsets(bench.topic);
  const below = new Map(ends.map(({ partition, high }) => [partition, high]));
  await harmTopic(bench.topic).deleteRecordsBelow(below);
  await bench.publish(lives('later'));
  const second = await runProcessor(bench.env);
  const reasons = async () => (await halts()).map((halt) => halt?.reason);
  await expect.poll(reasons, { timeout: 30_000 }).toEqual(['lost', 'lost', 'lost']);
  const [seen] = await halts();
  expect(seen?.message).toMatch(/offsets are lost.*Nothing was written.*Restore the topic and restart/);
  await second.stop();

  const third = await runProcessor(bench.env);
  const isHalted = (log: typeof third) =>
    log.lines().some(({ level, reason }) => level === 'error' && reason === 'lost');
  await expect.poll(() => isHalted(third), { timeout: 30_000 }).toBe(true);
  await third.stop();
  expect(await halts()).toMatchObject([{ haltedAt: seen?.haltedAt }, {}, {}]);

  // An operator who accepts the loss lets the checkpoints begin where the log does.
  for (const [partition, offset] of below) {
    await bench.pool.query('UPDATE checkpoints SET next_offset = $2 WHERE kafka_partition = $1', [
      partition,
      offset,
    ]);
  }
  await runProcessor(bench.env);
  await bench.caughtUp();
  expect(await halts()).toEqual([null, null, null]);
  const rows = async () => (await bench.pool.query('SELECT FROM partition_halts')).rowCount;
  await expect.poll(rows, { timeout: 20_000 }).toBe(0);
});

test('where a log ends is noted beside the lag', async () => {
  const bench = await createWorkbench();
  await bench.publish(lives('first'));
  await runProcessor(bench.env);
  await bench.caughtUp();
  const behind = async () =>
    (await partitionNotes(bench.pool, bench.topic)).map(
      ({ checkpoint, lag }) => (lag?.logEndOffset ?? 0) > 0 && lag?.logEndOffset === checkpoint?.nextOffset,
    );
  await expect.poll(behind, { timeout: 10_000 }).toEqual([true, true, true]);
});
