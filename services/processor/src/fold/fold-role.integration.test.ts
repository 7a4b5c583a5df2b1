import { setTimeout as wait } from 'node:timers/promises';
import { encodeStructured } from '@taskfold/kafka';
import { harmTopic } from '@taskfold/kafka/testing';
import { expect, test } from 'vitest';
import { partitionNotes } from '../testing/partition-notes.ts';
import { runProcessor } from '../testing/run-processor.ts';
import { createWorkbench, lifeOf } from '../testing/workbench.ts';

const many = (count: number, prefix = 'task') =>
  Array.from({ length: count }, (_none, index) => lifeOf(`${prefix}_${index}`));

/** One event of each life by turns. */
function interleave<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_none, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat();
}

test('the projection is the fold of the log, with duplicates and disorder in it', async () => {
  const bench = await createWorkbench();
  const events = interleave(many(50));
  await bench.publish(events);
  const processor = await runProcessor(bench.env);
  await bench.caughtUp();
  await bench.publish([...events.toReversed(), ...interleave(many(20, 'later'))]);
  await bench.caughtUp();
  await bench.expectProjectionToBeTheFoldOfTheLog();
  expect(processor.ready().ok).toBe(true);
  const metrics = await processor.metrics();
  expect(metrics).toContain('taskfold_events_total{disposition="applied",service="processor"} 420');
  expect(metrics).toMatch(/taskfold_partition_lag_records\{partition="0",service="processor"\} 0/);
});

test('ten thousand waiting events take fewer than two hundred transactions', async () => {
  const bench = await createWorkbench();
  const events = interleave(many(1700));
  for (let start = 0; start < events.length; start += 2000)
    await bench.publish(events.slice(start, start + 2000));
  expect(events.length).toBeGreaterThan(10_000);
  const processor = await runProcessor(bench.env);
  await bench.caughtUp();
  const chunks = processor.lines().filter(({ msg, result }) => msg === 'chunk' && result === 'applied');
  expect(chunks.length).toBeLessThan(200);
  await bench.expectProjectionToBeTheFoldOfTheLog();
});

test('a poison record becomes a dead letter and its neighbours are served', async () => {
  const bench = await createWorkbench();
  const [life] = many(1);
  if (life === undefined) throw new Error('no life');
  const key = Buffer.from('task_0');
  const headers = { 'content-type': 'application/cloudevents+json' };
  await bench.publish(life.slice(0, 3));
  await bench.publishRecords([
    { key, value: null, headers: {} },
    { key, value: Buffer.from('{"no json'), headers },
    { key, value: Buffer.from([0xff, 0x00, 0xfe]), headers: { odd: Buffer.from([0, 255]) } },
  ]);
  await bench.publish(life.slice(3));
  await runProcessor(bench.env);
  await bench.caughtUp();
  await bench.expectProjectionToBeTheFoldOfTheLog();
  const { rows } = await bench.pool.query('SELECT code, value FROM dead_letters ORDER BY log_offset');
  expect(rows).toMatchObject([
    { code: 'empty_record', value: null },
    { code: 'invalid_json', value: Buffer.from('{"no json') },
    { code: 'invalid_json', value: Buffer.from([0xff, 0x00, 0xfe]) },
  ]);
});

test('with MISPLACED=dead_letter a record in the wrong partition becomes one that names the setting', async () => {
  const bench = await createWorkbench();
  const [record] = lifeOf('task_0').map(encodeStructured);
  if (record === undefined) throw new Error('no record');
  await bench.publishRecords([0, 1, 2].map((partition) => ({ ...record, partition })));
  const processor = await runProcessor({ ...bench.env, MISPLACED: 'dead_letter' });
  await bench.caughtUp();
  await bench.expectProjectionToBeTheFoldOfTheLog();
  const { rows } = await bench.pool.query<{ code: string; message: string }>('SELECT * FROM dead_letters');
  expect(rows.map(({ code }) => code)).toEqual(['wrong_partition', 'wrong_partition']);
  expect(rows[0]?.message).toContain('PARTITIONER');
  expect(processor.ready().ok).toBe(true);
});

test('a flood of poison halts the partition and says how to go on', async () => {
  const bench = await createWorkbench();
  const poison = Array.from({ length: 300 }, () => ({
    key: Buffer.from('task_0'),
    value: Buffer.from('nonsense'),
    headers: {},
  }));
  await bench.publishRecords(poison);
  const processor = await runProcessor(bench.env);
  await expect.poll(() => processor.ready().reasons, { timeout: 15_000 }).toContain('halted');
  const halt = processor.lines().find(({ level }) => level === 'error');
  expect(halt).toMatchObject({ reason: 'flood', msg: expect.stringContaining('DEAD_LETTER_FLOOD_LIMIT=0') });
  expect(await processor.metrics()).toContain('reason="flood"');
  expect((await bench.pool.query('SELECT FROM dead_letters')).rowCount).toBe(0);
  await processor.stop();
  await runProcessor({ ...bench.env, DEAD_LETTER_FLOOD_LIMIT: '0' });
  await bench.caughtUp();
  expect((await bench.pool.query('SELECT FROM dead_letters')).rowCount).toBe(300);
});

test('connections that the server cuts are tried again, without a dead letter and without a loss', async () => {
  const bench = await createWorkbench();
  const processor = await runProcessor({ ...bench.env, CHUNK_MAX_RECORDS: '20' });
  const cut = () =>
    bench.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'taskfold-processor' AND datname = current_database()",
    );
  const publishing = (async () => {
    for (const events of [many(100, 'a'), many(100, 'b'), many(100, 'c')]) {
      await bench.publish(interleave(events));
      await cut();
      await wait(150);
      await cut();
    }
  })();
  await publishing;
  await bench.caughtUp();
  // What is cut may be a commit whose answer never comes.
  await bench.expectProjectionToBeTheFoldOfTheLog(true);
  await expect.poll(() => processor.ready().ok).toBe(true);
});

test('a processor that starts again goes on where the row stands, whatever the group says', async () => {
  const bench = await createWorkbench();
  await bench.publish(interleave(many(30)));
  const first = await runProcessor(bench.env);
  await bench.caughtUp();
  expect(await first.stop()).toBe(0);
  await bench.publish(interleave(many(30, 'later')));
  await runProcessor({ ...bench.env, KAFKA_GROUP_ID: `${bench.topic}-another` });
  await bench.caughtUp();
  await bench.expectProjectionToBeTheFoldOfTheLog();
});

test('two processors of different groups fight over the partitions, and every event counts once', async () => {
  const bench = await createWorkbench();
  const settings = { ...bench.env, CHUNK_MAX_RECORDS: '10' };
  await Promise.all([
    runProcessor(settings),
    runProcessor({ ...settings, KAFKA_GROUP_ID: `${bench.topic}-zombie` }),
  ]);
  for (const prefix of ['a', 'b', 'c', 'd']) await bench.publish(interleave(many(60, prefix)));
  await bench.caughtUp();
  await bench.expectProjectionToBeTheFoldOfTheLog();
});

test('a topic that was made anew halts, although it is as long as the old one', async () => {
  const bench = await createWorkbench();
  await bench.publish(interleave(many(20)));
  const first = await runProcessor(bench.env);
  await bench.caughtUp();
  await first.stop();
  await bench.pool.query("UPDATE checkpoints SET last_record_hash = '\\x00' WHERE next_offset > 0");
  const second = await runProcessor(bench.env);
  await bench.publish(interleave(many(20, 'later')));
  await expect.poll(() => second.ready().reasons, { timeout: 15_000 }).toContain('halted');
  const halt = second.lines().find(({ level }) => level === 'error');
  expect(halt).toMatchObject({ reason: 'recreated' });
});

test.each([['truncated', 'next_offset + 1000', 'ends at offset']] as const)(
  'a log that is %s halts and writes nothing',
  async (reason, nextOffset, text) => {
    const bench = await createWorkbench();
    await bench.publish(interleave(many(5)));
    const first = await runProcessor(bench.env);
    await bench.caughtUp();
    await first.stop();
    await bench.pool.query(`UPDATE checkpoints SET next_offset = ${nextOffset}`);
    const second = await runProcessor(bench.env);
    await expect.poll(() => second.ready().reasons, { timeout: 15_000 }).toContain('halted');
    const halt = second.lines().find(({ level }) => level === 'error');
    expect(halt).toMatchObject({ reason, msg: expect.stringContaining(text) });
  },
);

test('another number of partitions than at the first start halts what it has, with the reason', async () => {
  const bench = await createWorkbench();
  await bench.publish(interleave(many(5)));
  await bench.pool.query(
    `INSERT INTO checkpoints (projection, topic, kafka_partition, partition_count)
     SELECT 'main', $1, kafka_partition, 7 FROM generate_series(0, 6) AS kafka_partition`,
    [bench.topic],
  );
  const processor = await runProcessor(bench.env);
  const halts = async () =>
    (await partitionNotes(bench.pool, bench.topic)).slice(0, 3).map(({ halt }) => halt);
  const expected = {
    reason: 'partition_count',
    message: expect.stringContaining('has 3 partitions now, but had 7'),
  };
  await expect.poll(halts, { timeout: 20_000 }).toMatchObject([expected, expected, expected]);
  expect(processor.ready().reasons).toContain('halted: 0, 1, 2');
  expect((await bench.pool.query('SELECT FROM timeline')).rowCount).toBe(0);
  expect(await processor.stop()).toBe(0);
});

test('partitions that are added while it runs halt all that it has, and blame no producer', async () => {
  const bench = await createWorkbench();
  await bench.publish(interleave(many(20)));
  const processor = await runProcessor(bench.env);
  await bench.caughtUp();
  await harmTopic(bench.topic).addPartitions(5);
  // A producer that knows of them, before the processor has asked.
  const producer = bench.kafka.producer();
  await producer.send(bench.topic, interleave(many(40, 'moved')).map(encodeStructured));
  await expect.poll(() => processor.ready().reasons, { timeout: 20_000 }).toMatch(/halted: 0, 1, 2/);
  const halts = processor.lines().filter(({ level, reason }) => level === 'error' && reason !== undefined);
  expect(halts.length).toBeGreaterThanOrEqual(3);
  for (const halt of halts) {
    expect(halt).toMatchObject({
      reason: 'partition_count',
      msg: expect.stringMatching(/has 5 partitions now, but had 3.*TOPIC_EVENTS and PROJECTION/),
    });
  }
  const unread = async () =>
    (await partitionNotes(bench.pool, bench.topic)).slice(3).map(({ lag }) => lag?.seconds ?? 0);
  await expect.poll(unread, { timeout: 20_000 }).toEqual([expect.any(Number), expect.any(Number)]);
  await expect.poll(async () => Math.min(...(await unread())), { timeout: 10_000 }).toBeGreaterThan(1);
  expect((await bench.pool.query('SELECT FROM dead_letters')).rowCount).toBe(0);
  const { rows } = await bench.pool.query<{ reason: string }>('SELECT DISTINCT reason FROM partition_halts');
  expect(rows).toEqual([{ reason: 'partition_count' }]);
});
