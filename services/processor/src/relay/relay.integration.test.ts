import { TOPICS } from '@taskfold/contract';
import { expect, test } from 'vitest';
import { createRelayBench, type Update } from '../testing/relay-bench.ts';
import { runProcessor } from '../testing/run-processor.ts';
import { lifeOf } from '../testing/workbench.ts';

const many = (count: number, prefix = 'task') =>
  Array.from({ length: count }, (_none, index) => lifeOf(`${prefix}_${index}`));

function revisionsByTask(updates: readonly Update[]): number[][] {
  const tasks = Map.groupBy(updates, ({ record }) => String(record.key));
  return [...tasks.values()].map((of) => of.map(({ event }) => event.revision));
}

test('every change is published once, with revisions that rise, as the API answers the task', async () => {
  const bench = await createRelayBench();
  const processor = await runProcessor({ ...bench.env, CHUNK_MAX_RECORDS: '7' });
  for (const lives of [many(40, 'a'), many(40, 'b')]) {
    for (let step = 0; step < 6; step++)
      await bench.publish(lives.flatMap((life) => life.slice(step, step + 1)));
  }
  await bench.caughtUp();
  await bench.published();
  await bench.expectNewestToBeWhatTheApiAnswers();
  const revisions = revisionsByTask(await bench.readUpdates());
  expect(revisions).toHaveLength(80);
  for (const rising of revisions) {
    expect(rising).toEqual([...new Set(rising)].sort((a, b) => a - b));
    expect(rising.at(-1)).toBe(6);
  }
  const metrics = await processor.metrics();
  expect(metrics).toContain('taskfold_relay_leader{service="processor"} 1');
  expect(metrics).toMatch(/taskfold_relay_lag_changes\{partition="0",service="processor"\} 0/);
  expect(metrics).toMatch(/taskfold_projection_lag_seconds\{partition="0",service="processor"\} 0/);
});

test('a relay alone publishes what was folded before, each task once', async () => {
  const bench = await createRelayBench();
  const folder = await runProcessor({ ...bench.env, ROLES: 'fold' });
  await bench.publish(many(30).flat());
  await bench.publish(many(30).flat());
  await bench.caughtUp();
  expect(await folder.stop()).toBe(0);
  expect(await bench.readUpdates()).toEqual([]);
  const relay = await runProcessor({ ...bench.env, ROLES: 'relay' });
  await bench.published();
  await bench.expectNewestToBeWhatTheApiAnswers();
  expect(await bench.readUpdates()).toHaveLength(30);
  expect(relay.ready().reasons).not.toContain('partitions');
});

test('erased tasks are published erased, and unseen ones not at all', async () => {
  const bench = await createRelayBench();
  const [life = []] = many(1);
  const [unseen = []] = many(1, 'unseen');
  const [created] = life;
  if (created === undefined) throw new Error('no life');
  await runProcessor(bench.env);
  await bench.publish([...life, ...unseen.slice(1)]);
  await bench.caughtUp();
  await bench.publish([{ ...created, id: 'erase', type: 'task.erased', data: {} }]);
  await bench.caughtUp();
  await bench.published();
  const updates = await bench.readUpdates();
  expect(updates.at(-1)?.event.data).toMatchObject({
    data_removed: true,
    input: {},
    output: null,
    metadata: {},
    status: 'succeeded',
  });
  expect(updates.every(({ record }) => String(record.key) === 'acme/task_0')).toBe(true);
  await bench.expectNewestToBeWhatTheApiAnswers();
});

test('what is too large goes without input, then without output, and says so', async () => {
  const bench = await createRelayBench({ maxBytes: 32 * 1024 });
  const text = (kib: number) => ({ text: 'ü'.repeat(kib * 512) });
  const lives = [
    { prefix: 'fits', input: text(5), output: text(5) },
    { prefix: 'input', input: text(20), output: text(20) },
    { prefix: 'output', input: text(1), output: text(40) },
  ];
  await runProcessor(bench.env);
  for (const { prefix, input, output } of lives) {
    const [life = []] = many(1, prefix);
    await bench.publish(
      life.map((event) => {
        if (event.type === 'task.created') return { ...event, data: { capability: 'c', model: 'm', input } };
        return event.type === 'task.succeeded' ? { ...event, data: { output } } : event;
      }),
    );
  }
  await bench.caughtUp();
  await bench.published();
  const newest = new Map((await bench.readUpdates()).map(({ event }) => [event.subject, event]));
  expect(newest.get('fits_0')).not.toHaveProperty('truncated');
  expect(newest.get('fits_0')?.data).toMatchObject({ input: text(5), output: text(5) });
  expect(newest.get('input_0')).toMatchObject({ truncated: true, data: { output: text(20) } });
  expect(newest.get('input_0')?.data).not.toHaveProperty('input');
  expect(newest.get('output_0')).toMatchObject({ truncated: true, data: { status: 'succeeded' } });
  expect(newest.get('output_0')?.data).not.toHaveProperty('output');
});

test('a task with 24,000 usage lines is published and read like any other, and holds up nobody', async () => {
  const bench = await createRelayBench();
  const [life = []] = many(1, 'busy');
  const [created] = life;
  if (created === undefined) throw new Error('no life');
  const line = {
    meter: 'm'.repeat(256),
    quantity: '1',
    unit: 'u'.repeat(256),
    billed_amount_credits: '0.00000001',
  };
  const usage = Array.from({ length: 240 }, (_none, number) => ({
    ...created,
    id: `usage_${number}`,
    type: 'task.usage_recorded',
    data: { input_tokens: 0.1, lines: Array(100).fill(line) },
  }));
  // As it is by default: on a machine that other tests share, two seconds pass with nobody to blame.
  const processor = await runProcessor({ ...bench.env, RELAY_LEASE_MS: '6000' });
  await bench.publish(life);
  await bench.caughtUp();
  await bench.published();
  const leader = async () =>
    (await bench.pool.query("SELECT holder, epoch FROM leases WHERE name LIKE 'relay%'")).rows;
  const before = await leader();
  // A request takes about as many.
  for (let start = 0; start < usage.length; start += 12) await bench.publish(usage.slice(start, start + 12));
  await bench.publish([...usage.slice(0, 10), ...many(5, 'other').flat()]);
  await bench.caughtUp();
  await bench.published();
  await bench.expectNewestToBeWhatTheApiAnswers();
  expect(await leader()).toEqual(before);
  const newest = (await bench.readUpdates()).findLast(({ event }) => event.subject === 'busy_0');
  expect(newest?.event).not.toHaveProperty('truncated');
  const lines = newest?.event.data.usage?.lines.length ?? 0;
  expect(newest?.event.data).toMatchObject({
    revision: life.length + usage.length,
    usage: { input_tokens: 24, credits: '0.00024', lines_truncated: 24_000 - lines },
  });
  expect(newest?.record.value?.length).toBeLessThan(100_000);
  const { rows } = await bench.pool.query<{ size: number }>(
    'SELECT max(pg_column_size(t)) AS size FROM tasks t',
  );
  expect(rows[0]?.size).toBeLessThan(10_000);
  expect(await processor.metrics()).toContain('taskfold_relay_leader{service="processor"} 1');
});

test('dead letters are published byte for byte, with what was wrong in headers', async () => {
  const bench = await createRelayBench();
  const odd = { odd: Buffer.from([0, 255]), 'dlq-code': 'a header of an earlier life' };
  const [first] = await bench.publishRecords([
    { key: Buffer.from([0xfe, 0x00]), value: Buffer.from([0xff, 0x00, 0xfe]), headers: odd },
    { key: null, value: Buffer.alloc(1_500_000, 'x'), headers: {} },
    { key: Buffer.from('task_0'), value: null, headers: {} },
  ]);
  await runProcessor(bench.env);
  await bench.caughtUp();
  await bench.published();
  const dead = await bench.readDeadLetters();
  expect(dead).toHaveLength(3);
  const bytes = dead.find(({ value }) => value?.length === 3);
  expect(bytes?.key).toEqual(Buffer.from([0xfe, 0x00]));
  expect(bytes?.value).toEqual(Buffer.from([0xff, 0x00, 0xfe]));
  const { rows } = await bench.pool.query<{ message: string; record_ms: number }>(
    "SELECT message, extract(epoch FROM record_time)::float8 * 1000 AS record_ms FROM dead_letters WHERE value = '\\xff00fe'",
  );
  expect(bytes?.headers).toEqual({
    odd: Buffer.from([0, 255]),
    'dlq-code': Buffer.from('invalid_json'),
    'dlq-message': Buffer.from(rows[0]?.message ?? ''),
    'dlq-topic': Buffer.from(bench.topic),
    'dlq-partition': Buffer.from(String(first?.partition)),
    'dlq-offset': Buffer.from(String(first?.offset)),
    'dlq-timestamp': Buffer.from(String(rows[0]?.record_ms)),
  });
  expect(dead.find(({ key }) => key === null)?.value).toEqual(Buffer.alloc(1_500_000, 'x'));
  expect(dead.find(({ value }) => value === null)?.key).toEqual(Buffer.from('task_0'));
});

test('an updates topic that is missing holds up the relay alone, and is waited for', async () => {
  const bench = await createRelayBench();
  const name = `${bench.updatesTopic}-later`;
  const processor = await runProcessor({ ...bench.env, TOPIC_UPDATES: name });
  await bench.publish(many(5).flat());
  await bench.caughtUp();
  await expect.poll(() => processor.metrics(), { timeout: 20_000 }).toMatch(/relay_failures_total\S* [1-9]/);
  expect(processor.ready().ok).toBe(true);
  expect(await processor.metrics()).toMatch(
    /taskfold_relay_lag_changes\{partition="\d",service="processor"\} [1-9]/,
  );
  const admin = bench.kafka.admin();
  await admin.ensureTopics([{ name, partitions: 3, config: TOPICS.updates.config }]);
  await expect
    .poll(() => processor.metrics(), { timeout: 20_000 })
    .toMatch(/taskfold_relay_published_total\S* 5\n/);
});
