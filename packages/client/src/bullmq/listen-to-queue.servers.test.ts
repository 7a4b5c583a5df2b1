import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalRedis, startRedis, waitFor } from '@taskfold/local-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TaskCloudEvent } from '../generated/events.ts';
import { listenerUnderTest, queueUnderTest } from './testing/queue-under-test.ts';

// A real Redis, real queues and workers; workers and listeners that are killed are processes of their own.

let redis: LocalRedis;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskfold-bullmq-'));
  redis = await startRedis({ dataDir: join(folder, 'redis'), temporary: true });
});
afterAll(async () => {
  await redis.kill();
  await rm(folder, { recursive: true, force: true });
});

const told = (events: readonly TaskCloudEvent[], subject: string) =>
  events.filter((event) => event.subject === subject).map(({ type }) => type.slice('task.'.length));
const data = (events: readonly TaskCloudEvent[], type: TaskCloudEvent['type']) =>
  events.filter((event) => event.type === type).map((event) => event.data);
const until = async (isSo: () => boolean) => {
  const found = await waitFor(async () => isSo() || undefined, { timeoutMs: 60_000, intervalMs: 20 });
  expect(found, 'it did not come').toBe(true);
};
const hasEnded = (events: readonly TaskCloudEvent[], subject: string) =>
  events.some(({ type, subject: of }) => of === subject && /succeeded|failed|canceled/.test(type));

test('a job is a task from when it is added to its end, with what it gave back', async () => {
  const { queue, program } = queueUnderTest(redis);
  const { events, errors } = listenerUnderTest(queue, {
    describe: ({ name, data: given }) =>
      name === 'housekeeping'
        ? null
        : { capability: 'image.generate', model: name, input: given as Record<string, unknown> },
    result: (returned) => ({
      output: returned as Record<string, unknown>,
      usage: { image_count: 1 },
      charge: '40',
    }),
  });
  const before = Date.now();
  await queue.add('housekeeping', {});
  const { id } = await queue.add('aurora-xl', { prompt: 'Fog' });
  const task = `${queue.name}-${id}`.replaceAll(' ', '_');
  program('worker-main.ts');
  await until(() => hasEnded(events, task));
  expect(told(events, task)).toEqual([
    'created',
    'started',
    'progressed',
    'usage_recorded',
    'charged',
    'succeeded',
  ]);
  expect(events.every(({ subject }) => subject === task)).toBe(true);
  expect(events.map((event) => event.data)).toEqual([
    { capability: 'image.generate', model: 'aurora-xl', input: { prompt: 'Fog' } },
    { attempt: 1 },
    { percent: 50, stage: 'denoise' },
    { image_count: 1 },
    { entry_id: 'job', amount_credits: '40' },
    { output: { url: `https://cdn.example.com/${id}.png` } },
  ]);
  // The times are those at which Redis was told.
  expect(Date.parse(events[0]?.time ?? '')).toBeGreaterThanOrEqual(before - 1000);
  expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).toSorted());
  expect(errors).toEqual([]);
});

test('an attempt that fails is no end; the last one is, and says nothing of the error', async () => {
  const { queue, program } = queueUnderTest(redis);
  const { events } = listenerUnderTest(queue);
  const again = await queue.add('aurora', { failsOn: 1 }, { attempts: 2 });
  const never = await queue.add('aurora', { failsOn: 9 }, { attempts: 3, backoff: 10 });
  const [second, last] = [again, never].map(({ id }) => `${queue.name}-${id}`.replaceAll(' ', '_'));
  program('worker-main.ts');
  await until(() => hasEnded(events, second ?? '') && hasEnded(events, last ?? ''));
  const withoutProgress = (task = '') => told(events, task).filter((type) => type !== 'progressed');
  expect(withoutProgress(second)).toEqual(['created', 'started', 'started', 'succeeded']);
  expect(withoutProgress(last)).toEqual(['created', 'started', 'started', 'started', 'failed']);
  expect(data(events, 'task.failed')).toEqual([
    { error: { code: 'job_failed', message: 'The job failed.', retryable: false } },
  ]);
  expect(JSON.stringify(events)).not.toContain('secret');
});

test('a job that is removed before its end is canceled, and one after it is not', async () => {
  const { queue, program } = queueUnderTest(redis);
  const { events } = listenerUnderTest(queue);
  const removed = await queue.add('aurora', {}, { delay: 3_600_000 });
  await removed.remove();
  const done = await queue.add('aurora', {});
  program('worker-main.ts');
  const [first, second] = [removed, done].map(({ id }) => `${queue.name}-${id}`.replaceAll(' ', '_'));
  await until(() => hasEnded(events, second ?? ''));
  await done.remove();
  const after = await queue.add('aurora', {});
  await until(() => hasEnded(events, `${queue.name}-${after.id}`.replaceAll(' ', '_')));
  expect(told(events, first ?? '')).toEqual(['created', 'canceled']);
  expect(told(events, second ?? '').filter((type) => /succeeded|canceled/.test(type))).toEqual(['succeeded']);
});

test('a worker that is killed in the middle of a job is a warning, and the job succeeds by another', async () => {
  const { queue, program } = queueUnderTest(redis);
  const { events } = listenerUnderTest(queue);
  const first = program('worker-main.ts');
  const begun = new Promise((resolve) => first.child.once('message', resolve));
  const { id } = await queue.add('aurora', { hangs: true });
  expect(await begun).toBe(`${id} 1`);
  await first.kill();
  program('worker-main.ts');
  const task = `${queue.name}-${id}`.replaceAll(' ', '_');
  await until(() => hasEnded(events, task));
  expect(told(events, task).filter((type) => type !== 'progressed')).toEqual([
    'created',
    'started',
    'warned',
    'started',
    'succeeded',
  ]);
  expect(data(events, 'task.started')).toEqual([{ attempt: 1 }, { attempt: 2 }]);
});

test('listeners that are killed again and again, two at a time, lose nothing and say nothing twice', async () => {
  const { queue, program } = queueUnderTest(redis);
  program('worker-main.ts');
  const received: TaskCloudEvent[] = [];
  const start = () => {
    const listener = program('listener-main.ts');
    listener.child.on('message', (batch: TaskCloudEvent[]) => void received.push(...batch));
    return listener;
  };
  const jobs = 300;
  const adding = (async () => {
    for (let order = 0; order < jobs; order++) {
      await queue.add('aurora', { order });
      await sleep(10);
    }
  })();
  let kills = 0;
  for (let isAdding = true; isAdding; kills++) {
    const listeners = [start(), start()];
    isAdding = (await Promise.race([adding.then(() => 'added'), sleep(400 + 50 * kills)])) !== 'added';
    await Promise.all(listeners.map(({ kill }) => kill()));
  }
  start();
  const ended = () =>
    new Set(received.filter(({ type }) => type === 'task.succeeded').map((each) => each.subject));
  await until(() => ended().size >= jobs);
  expect(kills).toBeGreaterThan(3);
  const first = new Map(received.toReversed().map((event) => [event.id, event]));
  const byId = [...first.values()].toReversed();
  for (let order = 0; order < jobs; order++) {
    const types = told(byId, `order_${order}`).filter((type) => type !== 'progressed');
    expect(types, `order ${order}`).toEqual(['created', 'started', 'succeeded']);
  }
  expect(new Set(byId.map(({ subject }) => subject)).size).toBe(jobs);
});

test('a listener that is closed goes on where it was, and Redis may go away meanwhile', async () => {
  const { queue, program } = queueUnderTest(redis);
  const first = listenerUnderTest(queue);
  await queue.add('aurora', {});
  await until(() => first.events.length > 0);
  await first.close();
  expect(first.listener.told).toMatch(/^\d+-\d+$/);
  const second = listenerUnderTest(queue);
  await until(() => second.listener.told === first.listener.told);
  await redis.kill();
  await redis.restart();
  const { id } = await queue.add('aurora', {});
  program('worker-main.ts');
  await until(() => hasEnded(second.events, `${queue.name}-${id}`.replaceAll(' ', '_')));
  expect(data(first.events, 'task.created').length).toBe(1);
  expect(data(second.events, 'task.created').length).toBe(1);
});

test('a job that is gone when a listener comes back to it is known by what was kept', async () => {
  const { queue, program } = queueUnderTest(redis);
  const describe = ({ data: given }: { readonly data: unknown }) => ({
    capability: 'image.generate',
    model: 'aurora',
    taskId: `order_${(given as { order?: number } | undefined)?.order ?? 'gone'}`,
  });
  const first = listenerUnderTest(queue, { describe });
  await queue.add('aurora', { order: 7 }, { removeOnComplete: true });
  await until(() => first.events.length > 0);
  await first.close();
  program('worker-main.ts');
  await waitFor(async () => ((await queue.getJobCountByTypes()) === 0 ? true : undefined), {
    timeoutMs: 60_000,
  });
  const second = listenerUnderTest(queue, { describe });
  await until(() => hasEnded(second.events, 'order_7'));
  expect(told(first.events, 'order_7')).toEqual(['created']);
  expect(told(second.events, 'order_7')).toEqual(['started', 'progressed', 'succeeded']);
});

test('what the program says wrongly of a job keeps nothing else from being told', async () => {
  const { queue, program } = queueUnderTest(redis);
  const { events, errors } = listenerUnderTest(queue, {
    describe: ({ name }) => {
      if (name === 'odd') throw new Error('no description');
      return { capability: 'image.generate', model: name };
    },
    result: () => ({ output: { text: 'x'.repeat(2 ** 20) }, charge: 1 as never }),
  });
  await queue.add('odd', {});
  const { id } = await queue.add('aurora', {});
  program('worker-main.ts');
  const task = `${queue.name}-${id}`.replaceAll(' ', '_');
  await until(() => hasEnded(events, task));
  expect(told(events, task)).toEqual(['created', 'started', 'progressed', 'succeeded']);
  expect(new Set(events.map(({ subject }) => subject))).toEqual(new Set([task]));
  const all = errors.map(String).join('\n');
  for (const part of ['no description', 'a float loses cents', '1 MiB is the most'])
    expect(all).toContain(part);
});
