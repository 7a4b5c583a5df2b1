import { setTimeout as wait } from 'node:timers/promises';
import { encodeStructured } from '@taskfold/kafka';
import { harmTopic } from '@taskfold/kafka/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type RunningProcessor, runProcessor } from '../../testing/run-processor.ts';
import { createWorkbench, lifeOf, type Workbench } from '../../testing/workbench.ts';

const lives = (prefix: string, count = 20) =>
  Array.from({ length: count }, (_none, index) => lifeOf(`${prefix}_${index}`)).flat();

async function folded(events = lives('first')): Promise<Workbench> {
  const bench = await createWorkbench();
  await bench.publish(events);
  const processor = await runProcessor(bench.env);
  await bench.caughtUp();
  await processor.stop();
  return bench;
}

async function ends(bench: Workbench): Promise<Map<number, number>> {
  const offsets = await bench.kafka.admin().offsets(bench.topic);
  return new Map(offsets.map(({ partition, high }) => [partition, high]));
}

async function checkpoints(bench: Workbench): Promise<unknown> {
  const { rows } = await bench.pool.query(
    'SELECT kafka_partition, next_offset, next_position FROM checkpoints ORDER BY 1',
  );
  return rows;
}

/** Waits until every partition has halted. @returns the line of one of them */
async function halted(processor: RunningProcessor, partitions = 3) {
  const halts = () =>
    processor.lines().filter(({ level, msg }) => level === 'error' && msg !== 'a partition halts');
  await expect
    .poll(() => new Set(halts().map(({ partition }) => partition)).size, { timeout: 30_000 })
    .toBe(partitions);
  expect(processor.ready().reasons).toContain('halted');
  return halts().at(-1);
}

describe('records that were never folded are deleted', () => {
  test('while nobody reads: halts, and writes nothing', async () => {
    const bench = await folded();
    const before = await checkpoints(bench);
    await bench.publish(lives('lost'));
    await harmTopic(bench.topic).deleteRecordsBelow(await ends(bench));
    await bench.publish(lives('later'));
    const processor = await runProcessor(bench.env);
    expect(await halted(processor)).toMatchObject({
      reason: 'lost',
      msg: expect.stringContaining('offsets are lost'),
    });
    expect(await checkpoints(bench)).toEqual(before);
  });

  test('under a consumer that stands among them: its client resets without a word, and it halts', async () => {
    const bench = await folded();
    const processor = await runProcessor(bench.env);
    await expect.poll(() => processor.ready().ok, { timeout: 20_000 }).toBe(true);
    const client = await bench.pool.connect();
    onTestFinished(() => client.release(true));
    await client.query('BEGIN');
    await client.query('SELECT FROM checkpoints FOR UPDATE');
    // A batch of each partition is in hand and waits for the lock, one behind it may be fetched; what comes then is deleted.
    await bench.publish(lives('held'));
    await expect
      .poll(
        async () =>
          (
            await bench.pool.query(
              "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
            )
          ).rowCount,
        { timeout: 20_000 },
      )
      .toBe(3);
    await bench.publish(lives('ahead'));
    await wait(2000);
    await bench.publish(lives('lost'));
    await harmTopic(bench.topic).deleteRecordsBelow(await ends(bench));
    await bench.publish(lives('later'));
    await client.query('COMMIT');
    expect(await halted(processor)).toMatchObject({ reason: 'lost' });
    const timeline = await bench.pool.query("SELECT FROM timeline WHERE task_id LIKE 'later%'");
    expect(timeline.rowCount).toBe(0);
  });
});

test('records that are folded may be deleted, at rest and under way', async () => {
  const bench = await folded();
  const harm = harmTopic(bench.topic);
  await harm.deleteRecordsBelow(await ends(bench));
  const processor = await runProcessor(bench.env);
  await bench.publish(lives('second'));
  await bench.caughtUp();
  await harm.deleteRecordsBelow(await ends(bench));
  await bench.publish(lives('third'));
  await bench.caughtUp();
  expect(processor.ready().ok).toBe(true);
  const { rows } = await bench.pool.query('SELECT count(*) AS tasks, sum(revision) AS revisions FROM tasks');
  expect(rows).toEqual([{ tasks: 60, revisions: expect.anything() }]);
});

describe('the topic is deleted and made anew', () => {
  test.each([
    ['shorter', 0, 'truncated'],
    ['longer', 40, 'recreated'],
  ] as const)('while nobody reads, %s: halts', async (_name, count, reason) => {
    const bench = await folded();
    const before = await checkpoints(bench);
    await harmTopic(bench.topic).recreate();
    await bench.publish(lives('other', count));
    const processor = await runProcessor(bench.env);
    expect(await halted(processor)).toMatchObject({ reason });
    expect(await checkpoints(bench)).toEqual(before);
  });

  test('under a consumer: it halts and folds none of the new one', async () => {
    const bench = await folded();
    const processor = await runProcessor(bench.env);
    await expect.poll(() => processor.ready().ok, { timeout: 20_000 }).toBe(true);
    const before = await checkpoints(bench);
    await harmTopic(bench.topic).recreate();
    await bench.publish(lives('other', 40));
    await halted(processor);
    expect(await checkpoints(bench)).toEqual(before);
  });
});

test('control records, and the records of transactions that were aborted, are passed by', async () => {
  const bench = await createWorkbench();
  const harm = harmTopic(bench.topic);
  await bench.publish(lives('plain', 5));
  await runProcessor(bench.env);
  await harm.publishInTransaction(lives('aborted', 5).map(encodeStructured), 'abort');
  await bench.caughtUp();
  await harm.publishInTransaction(lives('committed', 5).map(encodeStructured), 'commit');
  await harm.publishInTransaction(lives('aborted', 5).map(encodeStructured), 'abort');
  await bench.publish(lives('last', 5));
  await harm.publishInTransaction(lives('aborted', 2).map(encodeStructured), 'abort');
  await bench.caughtUp();
  const { rows } = await bench.pool.query(
    "SELECT count(*) FILTER (WHERE task_id LIKE 'aborted%') AS aborted, count(*) AS tasks FROM tasks",
  );
  expect(rows).toEqual([{ aborted: 0, tasks: 15 }]);
});
