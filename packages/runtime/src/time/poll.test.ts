import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { every } from './every.ts';
import { poll } from './poll.ts';
import { retry } from './retry.ts';
import { createWake } from './wake.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1 - Number.EPSILON);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const WAITS = { baseMs: 100, maxMs: 400 } as const;

test('tries until it succeeds, and waits longer each time', async () => {
  const failures: number[] = [];
  const at: number[] = [];
  const began = Date.now();
  const result = retry(
    async () => {
      at.push(Date.now() - began);
      if (at.length < 5) throw new Error('not yet');
      return 'there';
    },
    { ...WAITS, signal: new AbortController().signal, onFailure: (_error, before) => failures.push(before) },
  );
  await vi.runAllTimersAsync();
  expect(await result).toBe('there');
  expect(failures).toEqual([0, 1, 2, 3]);
  expect(at).toEqual([0, 99, 298, 697, 1096]);
});

test('gives up with the reason of the abort, and with what its listener throws', async () => {
  const stop = new AbortController();
  const failing = async () => {
    throw new Error('never');
  };
  const aborted = retry(failing, { ...WAITS, signal: stop.signal, onFailure: () => stop.abort('stop') });
  await expect(aborted).rejects.toBe('stop');
  const refused = retry(failing, {
    ...WAITS,
    signal: new AbortController().signal,
    onFailure(error) {
      throw error;
    },
  });
  await expect(refused).rejects.toThrow('never');
});

test('looks again at once where there is more, else after a while or when woken, and later after failures', async () => {
  const stop = new AbortController();
  const wake = createWake();
  const at: number[] = [];
  const failed: number[] = [];
  const began = Date.now();
  const answers = [true, false, new Error('no'), new Error('no'), false, new Error('no'), false];
  const polling = poll(
    async () => {
      at.push(Date.now() - began);
      const answer = answers.shift() ?? false;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    { ...WAITS, signal: stop.signal, wake, pollMs: 1000, onFailure: (_error, before) => failed.push(before) },
  );
  await vi.advanceTimersByTimeAsync(1500);
  expect(at).toEqual([0, 0, 1000, 1099, 1298]);
  wake.now();
  await vi.advanceTimersByTimeAsync(200);
  expect(at.slice(5)).toEqual([1500, 1599]);
  expect(failed).toEqual([0, 1, 0]);
  stop.abort();
  await polling;
  expect(vi.getTimerCount()).toBe(0);
});

test('says nothing of what failed because it was told to stop', async () => {
  const stop = new AbortController();
  const failed: unknown[] = [];
  await poll(
    async () => {
      stop.abort();
      throw new Error('cut');
    },
    {
      ...WAITS,
      signal: stop.signal,
      wake: createWake(),
      pollMs: 10,
      onFailure: (error) => failed.push(error),
    },
  );
  expect(failed).toEqual([]);
});

test('works every so often, whatever it throws, until it is told to stop', async () => {
  const stop = new AbortController();
  const failed: unknown[] = [];
  let times = 0;
  const running = every(
    1000,
    stop.signal,
    async () => {
      times += 1;
      if (times === 2) throw new Error('once');
    },
    (error) => failed.push(error),
  );
  await vi.advanceTimersByTimeAsync(2500);
  stop.abort();
  await running;
  expect(times).toBe(3);
  expect(failed).toHaveLength(1);
});
