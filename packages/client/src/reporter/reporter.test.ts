import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InvalidEventError } from '../events/invalid-event.ts';
import type { TaskCloudEvent } from '../generated/events.ts';
import type { EventRefusal } from '../generated/openapi.ts';
import { createReporter } from './create-reporter.ts';
import type { PublishEvents } from './options.ts';
import { type Fate, fatefulLog } from './testing/publisher.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const source = '/workers/image-7';
const told = (events: readonly TaskCloudEvent[]) =>
  events.map(({ type, subject, data }) => {
    const { percent, stage } = data as { percent?: number; stage?: string };
    return [type.slice(5), subject, percent, stage].filter((each) => each !== undefined).join(' ');
  });

test('whatever becomes of requests, each event arrives once by its id, in the order of its task', async () => {
  const fates = fc.array(fc.constantFrom<Fate>('answered', 'no answer', 'lost'), { maxLength: 12 });
  const steps = fc.array(fc.record({ task: fc.constantFrom('a', 'b', 'c'), pause: fc.boolean() }), {
    minLength: 1,
  });
  await fc.assert(
    fc.asyncProperty(fates, steps, fc.integer({ min: 1, max: 5 }), async (list, calls, maxBatch) => {
      const log = fatefulLog(list);
      const reporter = createReporter({ source, publish: log.publish, maxBatch });
      const entries: string[] = [];
      for (const [index, { task, pause }] of calls.entries()) {
        reporter.task(task).charge(`charge_${index}`, '1');
        entries.push(`${task} charge_${index}`);
        if (pause) await vi.advanceTimersByTimeAsync(100);
      }
      const closing = reporter.close({ timeoutMs: 3_600_000 });
      await vi.runAllTimersAsync();
      expect(await closing).toEqual({ unsent: 0 });
      const arrived = log
        .folded()
        .map(({ subject, data }) => `${subject} ${(data as { entry_id: string }).entry_id}`);
      for (const task of ['a', 'b', 'c']) {
        const ofTask = (all: readonly string[]) => all.filter((each) => each.startsWith(`${task} `));
        expect(ofTask(arrived)).toEqual(ofTask(entries));
      }
      expect(Math.max(...log.batches)).toBeLessThanOrEqual(maxBatch);
    }),
  );
});

test('of progress the first is sent at once, then the latest of each interval, and what is held before the end', async () => {
  const log = fatefulLog();
  const reporter = createReporter({ source, publish: log.publish, progressEveryMs: 1000 });
  const task = reporter.task('a');
  task.progress(1, 'load');
  await vi.advanceTimersByTimeAsync(10);
  for (const percent of [2, 3, 4]) task.progress(percent);
  expect(told(log.received)).toEqual(['progressed a 1 load']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(told(log.received)).toEqual(['progressed a 1 load', 'progressed a 4 load']);
  task.progress(140, 'denoise');
  task.succeeded();
  await vi.runAllTimersAsync();
  expect(told(log.received).slice(2)).toEqual(['progressed a 100 denoise', 'succeeded a']);
  await reporter.close();
});

test('each stage that a task was in is told', async () => {
  const log = fatefulLog();
  const reporter = createReporter({ source, publish: log.publish });
  const task = reporter.task('a');
  for (const [percent, stage] of [
    [0, 'queue'],
    [1, 'load'],
    [2, 'load'],
    [3, 'denoise'],
    [4, 'denoise'],
  ] as const) {
    task.progress(percent, stage);
  }
  const closing = reporter.close();
  await vi.runAllTimersAsync();
  await closing;
  expect(told(log.received)).toEqual([
    'progressed a 0 queue',
    'progressed a 2 load',
    'progressed a 4 denoise',
  ]);
});

test('what waits is told by its newest progress only', async () => {
  const log = fatefulLog(['lost']);
  const reporter = createReporter({ source, publish: log.publish, progressEveryMs: 10 });
  reporter.task('b').started();
  await vi.advanceTimersByTimeAsync(1);
  for (let percent = 0; percent < 10; percent++) {
    reporter.task('a').progress(percent);
    reporter.task('a').output({ percent });
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(reporter.waiting).toBe(3);
  await vi.runAllTimersAsync();
  expect(told(log.received)).toEqual(['started b', 'progressed a 9', 'output_updated a']);
  await reporter.close();
});

test('an event that is refused is told of, and later ones of its task still go', async () => {
  const refused: [string, EventRefusal][] = [];
  const received: TaskCloudEvent[] = [];
  const publish: PublishEvents = async (events) => {
    received.push(...events);
    const receipts = events.map(({ type }) =>
      type === 'task.charged'
        ? { status: 'refused', error: { code: 'forbidden', message: 'The key lacks billing:write.' } }
        : { status: 'accepted', error: null },
    );
    return { object: 'list', data: receipts };
  };
  const reporter = createReporter({
    source,
    publish,
    onRefused: ({ type }, why) => refused.push([type, why]),
  });
  const task = reporter.task('a');
  task.started();
  task.charge('charge_1', '1');
  task.succeeded();
  await reporter.close();
  expect(refused).toEqual([['task.charged', { code: 'forbidden', message: 'The key lacks billing:write.' }]]);
  expect(told(received)).toEqual(['started a', 'charged a', 'succeeded a']);
});

test('a request that is refused as a whole is halved down to the event at fault', async () => {
  const refused: string[] = [];
  const received: TaskCloudEvent[] = [];
  const publish: PublishEvents = async (events) => {
    if (events.some(({ subject }) => subject === 'bad'))
      throw Object.assign(new Error('Too large.'), { status: 413 });
    received.push(...events);
  };
  const reporter = createReporter({
    source,
    publish,
    onRefused: ({ subject }, { message }) => refused.push(`${subject}: ${message}`),
  });
  for (const task of ['a', 'b', 'c', 'bad', 'd', 'e', 'f']) reporter.task(task).started();
  await reporter.close();
  expect(refused).toEqual(['bad: Too large.']);
  expect(received.map(({ subject }) => subject)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('a key that is not right yet is no refusal: it is asked again', async () => {
  const errors: unknown[] = [];
  const log = fatefulLog();
  let isRight = false;
  const publish: PublishEvents = async (events, options) => {
    if (!isRight) throw Object.assign(new Error('invalid_api_key'), { status: 401 });
    return await log.publish(events, options);
  };
  const reporter = createReporter({ source, publish, onError: (error) => errors.push(error) });
  reporter.task('a').started();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(errors.length).toBeGreaterThan(3);
  isRight = true;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told(log.received)).toEqual(['started a']);
  await reporter.close();
});

test('a publisher that never answers is not waited for longer than a request may take', async () => {
  const signals: AbortSignal[] = [];
  const publish: PublishEvents = async (_events, { signal }) => {
    signals.push(signal);
    if (signals.length === 1) await new Promise(() => {});
  };
  const reporter = createReporter({ source, publish, requestTimeoutMs: 5000 });
  reporter.task('a').started();
  await vi.advanceTimersByTimeAsync(5000);
  expect(signals[0]?.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect([signals.length, reporter.waiting]).toEqual([2, 0]);
  await reporter.close();
});

test('where too much waits, progress goes first, then partial outputs, then warnings, and the rest stays', async () => {
  const dropped: string[] = [];
  const publish: PublishEvents = async () => {
    throw new Error('away');
  };
  const reporter = createReporter({
    source,
    publish,
    maxWaitingBytes: 8000,
    onDropped: ({ type }) => dropped.push(type.slice(5)),
  });
  for (let index = 0; index < 30; index++) {
    const task = reporter.task(`task_${index}`);
    task.progress(10);
    task.output({ part: 1 });
    task.warn('slow', 'It is slow.');
    task.charge('charge_1', '1');
    task.succeeded();
  }
  const room = reporter.hasRoom();
  expect(dropped.length).toBe(90);
  expect(dropped.indexOf('output_updated')).toBeGreaterThan(0);
  expect(dropped.slice(0, dropped.indexOf('output_updated')).every((type) => type === 'progressed')).toBe(
    true,
  );
  expect(reporter.waiting).toBe(60);
  const controller = new AbortController();
  const noRoom = reporter.hasRoom({ signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(noRoom).rejects.toThrow('enough');
  const flushing = reporter.flush().catch((error: Error) => error.message);
  const closing = reporter.close({ timeoutMs: 100 });
  await vi.advanceTimersByTimeAsync(100);
  expect(await flushing).toBe('The reporter was closed before 60 events were sent.');
  expect(await closing).toEqual({ unsent: 60 });
  await room;
});

test('a closed reporter says that it is; what no system would take is said at once', async () => {
  const log = fatefulLog();
  const reporter = createReporter({ source, publish: log.publish });
  expect(() => reporter.task('a').progress(Number.NaN)).toThrow(InvalidEventError);
  expect(() => reporter.task('a').charge('charge_1', 1 as never)).toThrow('a float loses cents');
  expect(() => reporter.task('a').succeeded({ output: { text: 'x'.repeat(1024 * 1024) } })).toThrow(
    '1 MiB is the most',
  );
  const task = reporter.task('a', { attempt: 2 });
  task.started();
  await reporter[Symbol.asyncDispose]();
  expect(log.received.map(({ data }) => data)).toEqual([{ attempt: 2 }]);
  expect(() => task.succeeded()).toThrow('The reporter is closed: task.succeeded of a is lost.');
});

test('to flush is to wait until all is in the log', async () => {
  const log = fatefulLog(['lost', 'lost']);
  const reporter = createReporter({ source, publish: log.publish });
  reporter.task('a').progress(1);
  reporter.task('a').progress(2);
  const flushing = reporter.flush();
  await vi.advanceTimersByTimeAsync(2000);
  await flushing;
  expect(told(log.received)).toEqual(['progressed a 2']);
  await reporter.close();
});
