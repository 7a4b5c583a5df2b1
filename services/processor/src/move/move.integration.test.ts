import { createTaskReader } from '@taskfold/database';
import { renderTask } from '@taskfold/fold';
import { encodeStructured, type OutgoingEvent } from '@taskfold/kafka';
import { plainKafkajs, testKafka } from '@taskfold/kafka/testing';
import { expect, onTestFinished, test } from 'vitest';

import { lives, rows } from '../testing/folded-bench.ts';
import { readTopic } from '../testing/read-topic.ts';
import { createRelayBench, type RelayBench } from '../testing/relay-bench.ts';
import { replayOptions } from '../testing/replay-options.ts';
import { runProcessor } from '../testing/run-processor.ts';
import { lifeOf } from '../testing/workbench.ts';
import { verify } from '../verify/verify.ts';
import { copyStragglers, type MoveOptions, moveTopic, switchToMoved } from './move.ts';
import { MOVED_FROM } from './read-copied.ts';

const PARTITIONS = 7;

/** A topic that is not there yet, and what moves to it. */
function to(bench: RelayBench, signal?: AbortSignal): MoveOptions {
  const name = `${bench.topic}.moved`;
  onTestFinished(async () => {
    const admin = plainKafkajs(testKafka()).admin();
    await admin.connect();
    if ((await admin.listTopics()).includes(name)) await admin.deleteTopics({ topics: [name] });
    await admin.disconnect();
  });
  return {
    ...replayOptions({ ...bench.env, CHUNK_MAX_RECORDS: '50' }, signal),
    target: { name, partitions: PARTITIONS, config: { 'message.timestamp.type': 'LogAppendTime' } },
  };
}

/** What readers see, without where it lies. */
async function seen(bench: RelayBench): Promise<ReadonlyMap<string, string>> {
  const tasks = await rows<{ tenant_id: string; task_id: string }>(
    bench,
    'SELECT tenant_id, task_id FROM tasks ORDER BY 1, 2',
  );
  const reader = createTaskReader(bench.pool);
  const answers = tasks.map(async ({ tenant_id, task_id }) => {
    const view = await reader.get(tenant_id, task_id);
    return [`${tenant_id}/${task_id}`, view === null ? '' : renderTask(view)] as const;
  });
  return new Map(await Promise.all(answers));
}

const TOLD = ['told_a', 'told_b', 'told_c', 'told_d'];

/** The life of a task whose caller is to be told of its end. */
function withCallback(taskId: string): OutgoingEvent[] {
  return lifeOf(taskId).map((event) =>
    event.type === 'task.created'
      ? { ...event, data: { ...Object(event.data), callback: { url: 'https://receiver.example.com/hook' } } }
      : event,
  );
}

/** As retention removes a task. */
const PRUNED = `WITH gone AS (DELETE FROM tasks WHERE task_id = 'part_0_7' RETURNING *),
  usage AS (DELETE FROM usage_records WHERE task_id = 'part_0_7'), ledger AS (DELETE FROM ledger_entries WHERE task_id = 'part_0_7')
  INSERT INTO pruned_tasks (tenant_id, task_id, kafka_partition, revision)
    SELECT tenant_id, task_id, kafka_partition, revision FROM gone`;

/** Rows that lie elsewhere than their task. */
const ASTRAY = `SELECT FROM deliveries d LEFT JOIN tasks t USING (tenant_id, task_id, kafka_partition) WHERE t.task_id IS NULL`;

/** Events, a dead letter, and a record that lies elsewhere than its key says and was published again. */
async function published(bench: RelayBench): Promise<void> {
  await bench.publish(lives(40));
  await bench.publish(TOLD.flatMap(withCallback));
  await bench.publishRecords([
    { key: Buffer.from('task_1'), value: Buffer.from('nonsense'), headers: {} },
    ...lifeOf('astray').map((event) => ({ ...encodeStructured(event), partition: 0 })),
    ...lifeOf('keyless').map((event) => ({ ...encodeStructured(event), key: null, partition: 1 })),
  ]);
}

/** Waits until all that is in the log is folded, also what was published again meanwhile, and told. */
async function settled(bench: RelayBench): Promise<void> {
  const waiting = () =>
    rows(bench, 'SELECT FROM rekeyed_records WHERE published_at IS NULL').then(({ length }) => length);
  await bench.caughtUp();
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
  await bench.caughtUp();
  await bench.published();
}

test('a topic is moved to one with more partitions: nobody sees another task, and what comes later folds there', async () => {
  const bench = await createRelayBench();
  await published(bench);
  const processor = await runProcessor(bench.env);
  await settled(bench);
  await bench.pool.query("UPDATE tasks SET progress_message = 'forged' WHERE task_id = 'task_4'");
  const move = to(bench);
  await moveTopic(move);
  // Under way nothing is kept from the old topic.
  await bench.publish(lives(20, 'meanwhile'));
  await settled(bench);
  await expect(switchToMoved(move)).rejects.toThrow(/processors of the group .* run/);
  await processor.stop();
  await expect(switchToMoved(move)).rejects.toThrow(
    '1 tasks would be other than they are, such as acme/task_4',
  );
  await bench.pool.query("UPDATE tasks SET progress_message = NULL WHERE task_id = 'task_4'");
  const before = await seen(bench);
  await bench.pool.query("UPDATE tasks SET revision = 40, revision_offset = 34 WHERE task_id = 'task_5'");
  await switchToMoved(move);
  await bench.pool.query(
    "UPDATE tasks SET revision = 6, revision_offset = 0 WHERE task_id = 'task_5' AND revision = 40",
  );
  expect(await seen(bench)).toEqual(before);
  expect(await rows(bench, 'SELECT FROM deliveries')).toHaveLength(TOLD.length);
  expect(await rows(bench, ASTRAY)).toEqual([]);

  // Nobody that is still set to the old topic folds or publishes anything there.
  const astray = await runProcessor(bench.env);
  const said = () => JSON.stringify(astray.lines());
  await expect.poll(said, { timeout: 20_000 }).toContain(`goes on in the topic ${move.target.name}`);
  expect(await astray.stop()).toBe(1);
  const env = { ...bench.env, TOPIC_EVENTS: move.target.name };
  await runProcessor(env);
  const producer = bench.kafka.producer();
  await producer.send(move.target.name, [...lives(10, 'after'), ...lifeOf('task_1')].map(encodeStructured));
  await producer.send(bench.topic, lives(3, 'late').map(encodeStructured));
  await copyStragglers(move);
  await copyStragglers(move);
  const count = async () => (await rows(bench, "SELECT FROM tasks WHERE status = 'succeeded'")).length;
  await expect.poll(count, { timeout: 30_000 }).toBe(before.size + 13);
  await bench.published();
  await bench.expectNewestToBeWhatTheApiAnswers();
  expect(await verify(replayOptions(env), 10)).toEqual({ count: 0, differences: [] });
  const log = await readTopic(bench.kafka, move.target.name);
  const moved = log.flatMap(({ headers }) => (headers[MOVED_FROM] ? [String(headers[MOVED_FROM])] : []));
  expect(new Set(moved).size).toBe(moved.length);
  const partitions = await rows(bench, 'SELECT DISTINCT kafka_partition FROM tasks');
  expect(partitions.length).toBe(PARTITIONS);
});

test('a move that ends in the middle goes on, and copies no record twice and each with its time', async () => {
  const bench = await createRelayBench();
  for (let part = 0; part < 4; part++) await bench.publish(lives(150, `part_${part}`));
  const processor = await runProcessor(bench.env);
  await settled(bench);
  await processor.stop();
  const move = to(bench);
  const copied = async () => {
    const ends = await bench.kafka
      .admin()
      .offsets(move.target.name)
      .catch(() => []);
    return ends.reduce((sum, { high }) => sum + high, 0);
  };
  for (let least = 0; least < 1500; least = await copied()) {
    const stopping = new AbortController();
    const going = moveTopic({ ...move, signal: stopping.signal });
    going.catch(() => {});
    await expect.poll(copied, { timeout: 20_000, interval: 5 }).toBeGreaterThan(least);
    stopping.abort(new Error('stopped'));
    await expect(going).rejects.toThrow('stopped');
  }
  const before = await readTopic(bench.kafka, bench.topic);
  await moveTopic(move);
  // As where what was copied could never be noted: the copy itself tells.
  await bench.pool.query('DELETE FROM topic_copies');
  await moveTopic(move);
  const after = await readTopic(bench.kafka, move.target.name);
  const places = (from: typeof before, where: (record: (typeof before)[number]) => string) =>
    new Map(from.map((record) => [where(record), `${record.key} ${record.timestampMs} ${record.value}`]));
  expect(after).toHaveLength(before.length);
  expect(places(after, ({ headers }) => String(headers[MOVED_FROM]))).toEqual(
    places(before, ({ partition, offset }) => `${partition}:${offset}`),
  );
  await bench.pool.query(PRUNED);
  await switchToMoved(move);
  expect((await rows(bench, 'SELECT FROM tasks')).length).toBe(599);
  const env = { ...bench.env, TOPIC_EVENTS: move.target.name };
  expect(await verify(replayOptions(env), 10)).toEqual({ count: 0, differences: [] });
  // What was pruned stays so, wherever its events lie now.
  await runProcessor(env);
  const events = [...lifeOf('part_0_7'), ...lifeOf('after')];
  await bench.kafka.producer().send(move.target.name, events.map(encodeStructured));
  const ids = () =>
    rows(bench, "SELECT task_id FROM tasks WHERE task_id IN ('part_0_7', 'after') AND status = 'succeeded'");
  await expect.poll(ids, { timeout: 20_000 }).toEqual([{ task_id: 'after' }]);
  const ignored = () =>
    rows(bench, "SELECT FROM timeline WHERE task_id = 'part_0_7' AND disposition = 'ignored'");
  await expect.poll(async () => (await ignored()).length, { timeout: 20_000 }).toBe(6);
});

test('is refused to where something lies already, and while a rebuild is there', async () => {
  const bench = await createRelayBench();
  await published(bench);
  await runProcessor(bench.env);
  await settled(bench);
  const move = to(bench);
  await expect(copyStragglers(move)).rejects.toThrow('was not moved yet');
  await expect(moveTopic({ ...move, target: { ...move.target, name: bench.topic } })).rejects.toThrow(
    'another one',
  );
  await expect(moveTopic({ ...move, target: { ...move.target, name: bench.updatesTopic } })).rejects.toThrow(
    'holds records already',
  );
  await bench.pool.query(
    "INSERT INTO rebuilds (projection, topic, timeline_from) VALUES ('main', 'other', now())",
  );
  await expect(moveTopic(move)).rejects.toThrow('There is a standby already, of main from other');
});
