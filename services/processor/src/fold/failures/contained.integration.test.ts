import type { KafkaClient, LogBatch, OutgoingEvent } from '@taskfold/kafka';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { partitionNotes } from '../../testing/partition-notes.ts';
import { replayOptions } from '../../testing/replay-options.ts';
import { runProcessor } from '../../testing/run-processor.ts';
import { createWorkbench, lifeOf, type Workbench } from '../../testing/workbench.ts';
import { verify } from '../../verify/verify.ts';

/** The faults that nobody knows of yet, switched on by a test. */
const faults = vi.hoisted(() => {
  // Files share a process: what others have loaded has the real ones, and what is loaded here must not be theirs.
  vi.resetModules();
  return { decoder: '', fold: '', torn: null as [number, number, number] | null };
});
afterAll(() => {
  vi.doUnmock('@taskfold/fold');
  vi.doUnmock('@taskfold/kafka');
  vi.resetModules();
});
afterEach(() => Object.assign(faults, { decoder: '', fold: '', torn: null }));

vi.mock('@taskfold/fold', async (importOriginal) => {
  const original = await importOriginal<typeof import('@taskfold/fold')>();
  const fold: typeof original.fold = (state, event, recordTime, known) => {
    if (event.type === faults.fold) throw new TypeError('the fold has a fault');
    return original.fold(state, event, recordTime, known);
  };
  return { ...original, fold };
});

vi.mock('@taskfold/kafka', async (importOriginal) => {
  const original = await importOriginal<typeof import('@taskfold/kafka')>();
  const decodeRecord: typeof original.decodeRecord = (record, options) => {
    const decoded = original.decodeRecord(record, options);
    if (decoded.kind === 'event' && decoded.event.type === faults.decoder) {
      throw new RangeError('the decoder has a fault');
    }
    return decoded;
  };
  return {
    ...original,
    decodeRecord,
    createKafkaClient: (options: Parameters<typeof original.createKafkaClient>[0]) =>
      tearing(original.createKafkaClient(options)),
  };
});

/** A client that cannot decode one partition from an offset on up to another one. */
function tearing(client: KafkaClient): KafkaClient {
  return {
    ...client,
    consumer(options) {
      const consumer = client.consumer(options);
      return {
        ...consumer,
        run: (consume) =>
          consumer.run({
            ...consume,
            onFetched: (batch) => consume.onFetched?.(torn(batch)),
            onBatch: (batch, context) => consume.onBatch(torn(batch), context),
          }),
      };
    },
  };
}

function torn(batch: LogBatch): LogBatch {
  const [partition, from, end] = faults.torn ?? [-1, 0, 0];
  if (batch.partition !== partition || batch.nextOffset <= from || batch.fetchOffset >= end) return batch;
  const offset = Math.max(from, batch.fetchOffset);
  return {
    ...batch,
    records: batch.records.filter((record) => record.offset < from),
    nextOffset: offset,
    undecodable: { offset, reason: 'The batch is torn.' },
  };
}

const many = (prefix: string): OutgoingEvent[] =>
  Array.from({ length: 30 }, (_none, index) => lifeOf(`${prefix}_${index}`)).flat();

const succeeded = async (bench: Workbench) =>
  (await bench.pool.query("SELECT FROM tasks WHERE status = 'succeeded'")).rowCount;

test.each([
  ['decoder', 'undecodable', 'RangeError in contained.integration.test.ts'],
  ['fold', 'fold_failed', 'TypeError in contained.integration.test.ts'],
] as const)(
  'what the %s throws over a record becomes its dead letter, and its neighbours are served',
  async (where, code, sight) => {
    const bench = await createWorkbench();
    faults[where] = 'task.progressed';
    await bench.publish(many('task'));
    const processor = await runProcessor(bench.env);
    await bench.caughtUp();
    const { rows } = await bench.pool.query(
      'SELECT code, task_id, message FROM dead_letters ORDER BY length(task_id), task_id',
    );
    expect(rows).toHaveLength(30);
    expect(rows[7]).toEqual({ code, task_id: 'task_7', message: expect.stringContaining(sight) });
    expect(await succeeded(bench)).toBe(30);
    expect((await bench.pool.query('SELECT FROM timeline')).rowCount).toBe(30 * 5);
    expect(processor.ready().ok).toBe(true);
    expect(processor.lines().filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
    expect(await verify(replayOptions(bench.env), 10)).toMatchObject({ count: 0 });
  },
);

test('a batch that cannot be decoded halts its partition alone, for everybody to see, and verify says why it cannot tell', async () => {
  const bench = await createWorkbench();
  await bench.publish(many('task'));
  const first = await runProcessor(bench.env);
  await bench.caughtUp();
  await first.stop();
  expect(await succeeded(bench)).toBe(30);

  const ends = await bench.kafka.admin().offsets(bench.topic);
  const from = ends[1]?.high ?? 0;
  faults.torn = [1, from, Number.POSITIVE_INFINITY];
  await bench.publish(many('later'));
  const end = (await bench.kafka.admin().offsets(bench.topic))[1]?.high ?? 0;
  expect(end).toBeGreaterThan(from);
  faults.torn = [1, from, end];
  const processor = await runProcessor(bench.env);
  await expect.poll(() => processor.ready().reasons, { timeout: 20_000 }).toContain('halted: 1');
  await expect
    .poll(
      async () => (await partitionNotes(bench.pool, bench.topic)).map(({ halt }) => halt?.reason ?? null),
      {
        timeout: 10_000,
      },
    )
    .toEqual([null, 'undecodable', null]);
  const [, { halt, checkpoint } = {}] = await partitionNotes(bench.pool, bench.topic);
  expect(checkpoint?.nextOffset).toBe(from);
  expect(halt?.message).toContain(`Partition 1 cannot be read from offset ${from} on: The batch is torn.`);
  expect(await processor.metrics()).toMatch(/taskfold_partition_halted\{partition="1",reason="undecodable"/);
  const others = async () => {
    const partitions = await partitionNotes(bench.pool, bench.topic);
    return partitions.map(({ checkpoint: row, lag }) => (lag?.logEndOffset ?? 0) - (row?.nextOffset ?? 0));
  };
  await expect.poll(others, { timeout: 20_000 }).toEqual([0, expect.any(Number), 0]);
  expect((await others())[1]).toBeGreaterThan(0);
  await expect
    .poll(async () => (await partitionNotes(bench.pool, bench.topic))[1]?.lag?.seconds, { timeout: 10_000 })
    .toBeGreaterThan(1);

  faults.torn = [0, 3, 10];
  await expect(verify(replayOptions(bench.env), 10)).rejects.toThrow(
    /^Partition 0 cannot be read from offset 3 on: The batch is torn\./,
  );

  // As the page for operators says.
  faults.torn = [1, from, end];
  await processor.stop();
  await bench.pool.query(
    `INSERT INTO dead_letters (topic, kafka_partition, log_offset, record_time, code, message, headers)
     SELECT $1, 1, log_offset, now(), 'undecodable', 'Given up.', '{}' FROM generate_series($2::int, $3::int - 1) AS log_offset`,
    [bench.topic, from, end],
  );
  await bench.pool.query('UPDATE checkpoints SET next_offset = $1 WHERE kafka_partition = 1', [end]);
  await runProcessor(bench.env);
  await bench.publish(many('last'));
  await bench.caughtUp();
  expect(await verify(replayOptions(bench.env), 10)).toEqual({ count: 0, differences: [] });
  expect((await bench.pool.query("SELECT FROM tasks WHERE task_id LIKE 'last%'")).rowCount).toBe(30);
});
