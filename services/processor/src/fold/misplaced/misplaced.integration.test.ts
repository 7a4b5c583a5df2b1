import { encodeBinary, encodeStructured, type OutgoingRecord, partitionOf } from '@taskfold/kafka';
import { expect, test } from 'vitest';
import { replayOptions } from '../../testing/replay-options.ts';
import { runProcessor } from '../../testing/run-processor.ts';
import { createWorkbench, lifeOf, type Workbench } from '../../testing/workbench.ts';
import { verify } from '../../verify/verify.ts';

const lives = (count: number) =>
  Array.from({ length: count }, (_none, index) => lifeOf(`task_${index}`)).flat();
const encode = (event: ReturnType<typeof lifeOf>[number], index: number) =>
  (index % 2 === 0 ? encodeStructured : encodeBinary)(event);
/** As a producer with librdkafka's default puts them. */
const byCrc32 = (record: OutgoingRecord): OutgoingRecord => ({
  ...record,
  partition: partitionOf(record.key ?? Buffer.alloc(0), 3, 'consistent_random'),
});

const rekeyed = async (bench: Workbench) =>
  (await bench.pool.query('SELECT * FROM rekeyed_records ORDER BY kafka_partition, log_offset')).rows;
const tasks = async (bench: Workbench) =>
  (await bench.pool.query('SELECT task_id, status, revision FROM tasks ORDER BY task_id')).rows;
const deadCodes = async (bench: Workbench) =>
  (await bench.pool.query('SELECT code FROM dead_letters ORDER BY kafka_partition, log_offset')).rows.map(
    ({ code }) => code,
  );
/** The events of a task as its timeline has them, with where their records lay before they were published again. */
const cameFrom = async (bench: Workbench, taskId: string) =>
  (
    await bench.pool.query(
      `SELECT t.event_id, r.kafka_partition AS from_partition, r.log_offset AS from_offset
       FROM timeline t LEFT JOIN rekeyed_records r
         ON (r.published_partition, r.published_offset) = (t.kafka_partition, t.log_offset)
       WHERE t.task_id = $1 ORDER BY t.kafka_partition, t.log_offset`,
      [taskId],
    )
  ).rows;
const healed = (bench: Workbench) =>
  expect
    .poll(async () => (await rekeyed(bench)).every(({ published_at }) => published_at !== null), {
      timeout: 20_000,
    })
    .toBe(true);
const isClean = async (bench: Workbench) =>
  expect(await verify(replayOptions(bench.env), 10)).toEqual({ count: 0, differences: [] });

test('what another partitioner misplaces, and what has no key, heals and folds once', async () => {
  const bench = await createWorkbench();
  const records = lives(12).map(encode).map(byCrc32);
  await bench.publishRecords(records);
  const keyless = lifeOf('keyless').map((event, index) => ({
    ...encode(event, index),
    key: index % 2 === 0 ? null : Buffer.alloc(0),
    partition: index % 3,
  }));
  await bench.publishRecords(keyless);
  const processor = await runProcessor(bench.env);
  await bench.caughtUp();
  await healed(bench);
  await bench.caughtUp();

  const stored = await rekeyed(bench);
  expect(stored.length).toBeGreaterThan(keyless.length);
  for (const row of stored) expect(row).toMatchObject({ value: null, headers: null });
  const folded = await tasks(bench);
  expect(folded).toHaveLength(13);
  expect(new Set(folded.map(({ status, revision }) => `${status} ${revision}`))).toEqual(
    new Set(['succeeded 6']),
  );
  // The keys of the tables would let a task have a row in each partition.
  const placed = await bench.pool.query<{ task_id: string; kafka_partition: number }>(
    'SELECT task_id, kafka_partition FROM tasks UNION SELECT task_id, kafka_partition FROM timeline',
  );
  expect(placed.rows).toHaveLength(13);
  for (const { task_id, kafka_partition } of placed.rows) {
    expect(kafka_partition).toBe(partitionOf(Buffer.from(task_id), 3, 'murmur2'));
  }
  expect(await deadCodes(bench)).toEqual([]);
  expect(processor.ready().ok).toBe(true);
  const metrics = await processor.metrics();
  expect(metrics).toContain('cause="wrong_partition",partitioner="crc32"');
  expect(metrics).toContain('cause="no_key",partitioner="none"');
  const told = processor.lines().filter(({ msg }) => String(msg).includes('Have its producer'));
  expect(told).toHaveLength(1);

  const first = stored.filter(({ task_id }) => task_id === 'keyless');
  expect(
    new Map((await cameFrom(bench, 'keyless')).map(({ event_id, ...from }) => [event_id, from])),
  ).toEqual(
    new Map(
      first.map(({ event_id, kafka_partition, log_offset }) => [
        event_id,
        { from_partition: kafka_partition, from_offset: log_offset },
      ]),
    ),
  );
  // A flood of misplaced records is none, and nothing is published a second time.
  expect((await bench.readLog()).length).toBe(records.length + keyless.length + stored.length);
  await isClean(bench);

  // What is stored decides, not what is set now.
  await processor.stop();
  await runProcessor({ ...bench.env, MISPLACED: 'dead_letter' });
  await bench.publishRecords(
    lifeOf('later')
      .map(encode)
      .map((record) => ({ ...record, key: null })),
  );
  await bench.caughtUp();
  expect(await deadCodes(bench)).toEqual(Array.from({ length: 6 }, () => 'wrong_partition'));
  await isClean(bench);
});

test('a processor that would put tasks elsewhere than they lie does not start', async () => {
  const bench = await createWorkbench();
  await bench.publish(lifeOf('task_0'));
  const first = await runProcessor(bench.env);
  await bench.caughtUp();
  await first.stop();
  const other = await runProcessor({ ...bench.env, PARTITIONER: 'consistent_random' });
  const sentence = 'was folded with PARTITIONER=murmur2, and it is consistent_random now';
  await expect.poll(() => JSON.stringify(other.lines()), { timeout: 20_000 }).toContain(sentence);
  expect(await other.stop()).toBe(1);
  await bench.expectProjectionToBeTheFoldOfTheLog();
});

test('a record is published again once, whatever its mark says and whoever set it', async () => {
  const bench = await createWorkbench();
  const right = partitionOf(Buffer.from('task_0'), 3, 'murmur2');
  const [created, started] = lifeOf('task_0').map(encodeStructured);
  if (created === undefined || started === undefined) throw new Error('no life');
  const forged = (record: OutgoingRecord, mark: string): OutgoingRecord => ({
    ...record,
    headers: { ...record.headers, 'taskfold-rekeyed-from': mark },
  });
  await bench.publishRecords([
    forged(created, '7:99'),
    { ...forged(started, 'nonsense'), partition: (right + 1) % 3 },
  ]);
  await runProcessor(bench.env);
  await bench.caughtUp();
  await bench.expectProjectionToBeTheFoldOfTheLog();
  expect(await rekeyed(bench)).toEqual([]);
  expect(await deadCodes(bench)).toEqual(['wrong_partition']);
  expect(await cameFrom(bench, 'task_0')).toMatchObject([{ from_partition: null, from_offset: null }]);
  await isClean(bench);
});

test('what a crash lets be published twice folds once', async () => {
  const bench = await createWorkbench();
  await bench.publishRecords(lives(6).map(encode).map(byCrc32));
  // As after a kill between the broker's acknowledgement and its note.
  await bench.pool.query(`
    CREATE FUNCTION keep_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.published_at IS NOT NULL AND NEW.recognised <> ARRAY['noted'] THEN
        NEW.published_at = NULL; NEW.value = OLD.value; NEW.headers = OLD.headers; NEW.recognised = ARRAY['noted'];
      END IF;
      RETURN NEW;
    END $$`);
  await bench.pool.query(
    'CREATE TRIGGER keep_once BEFORE UPDATE ON rekeyed_records FOR EACH ROW EXECUTE FUNCTION keep_once()',
  );
  await runProcessor(bench.env);
  await bench.caughtUp();
  await healed(bench);
  await bench.caughtUp();
  const stored = (await rekeyed(bench)).length;
  expect(stored).toBeGreaterThan(0);
  expect((await bench.readLog()).length).toBe(36 + 2 * stored);
  expect(new Set((await tasks(bench)).map(({ status, revision }) => `${status} ${revision}`))).toEqual(
    new Set(['succeeded 6']),
  );
  await isClean(bench);
});
