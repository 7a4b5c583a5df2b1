import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sleep, untilAborted } from './sleep.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('waits as long as it was told to', async () => {
  let over = false;
  const sleeping = sleep(1000, new AbortController().signal).then(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(999);
  expect(over).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await sleeping;
  expect(over).toBe(true);
});

test('ends with the reason of the abort, before and during the wait, and leaves no timer', async () => {
  const controller = new AbortController();
  const sleeping = sleep(1000, controller.signal);
  const reason = new Error('stop');
  controller.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
  await expect(sleep(1000, controller.signal)).rejects.toBe(reason);
  expect(vi.getTimerCount()).toBe(0);
});

test('untilAborted resolves by the abort and by nothing else', async () => {
  const controller = new AbortController();
  let over = false;
  const waiting = untilAborted(controller.signal).then(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(over).toBe(false);
  controller.abort();
  await waiting;
  await untilAborted(controller.signal);
  expect(over).toBe(true);
});
