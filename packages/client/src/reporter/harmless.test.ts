import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TaskCloudEvent } from '../generated/events.ts';
import { createReporter } from './create-reporter.ts';
import type { PublishEvents, ReporterOptions } from './options.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Callbacks = Pick<ReporterOptions, 'onRefused' | 'onDropped' | 'onError'>;

/** What is sent where one event is refused, one request fails and progress is left out, and what the callbacks were told. */
async function sent(callbacksOf: (tell: (text: string) => void) => Callbacks) {
  const requests: string[][] = [];
  const heard: string[] = [];
  const publish: PublishEvents = async (events) => {
    requests.push(events.map(({ type, subject }) => `${type.slice(5)} ${subject}`));
    if (requests.length === 1) throw new Error('away');
    return events.map(({ type }: TaskCloudEvent) => ({
      status: type === 'task.charged' ? 'refused' : 'accepted',
      error: null,
    }));
  };
  const reporter = createReporter({
    source: '/workers/image-7',
    publish,
    maxWaitingBytes: 1500,
    ...callbacksOf((text) => heard.push(text)),
  });
  const task = reporter.task('a');
  task.started();
  await vi.advanceTimersByTimeAsync(1);
  for (const stage of ['load', 'denoise', 'upscale', 'encode']) task.progress(10, stage);
  task.charge('charge_1', '1');
  task.succeeded();
  await vi.advanceTimersByTimeAsync(1000);
  expect(await reporter.close()).toEqual({ unsent: 0 });
  return { requests, heard };
}

test('callbacks that throw, at once or later, change nothing of what is sent', async () => {
  const quiet = await sent((tell) => ({
    onRefused: () => tell('refused'),
    onDropped: () => tell('dropped'),
    onError: () => tell('error'),
  }));
  expect(new Set(quiet.heard)).toEqual(new Set(['refused', 'dropped', 'error']));
  expect(quiet.requests.flat().at(-1)).toBe('succeeded a');
  const thrown = await sent((tell) => {
    const fail = (text: string) => () => {
      tell(text);
      throw new Error(text);
    };
    return { onRefused: fail('refused'), onDropped: fail('dropped'), onError: fail('error') };
  });
  const rejected = await sent((tell) => {
    const fail = (text: string) => async () => {
      tell(text);
      throw new Error(text);
    };
    return { onRefused: fail('refused'), onDropped: fail('dropped'), onError: fail('error') };
  });
  expect(thrown).toEqual(quiet);
  expect(rejected).toEqual(quiet);
});
