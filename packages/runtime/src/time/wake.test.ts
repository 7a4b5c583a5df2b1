import { expect, test } from 'vitest';
import { createWake } from './wake.ts';

const never = new AbortController().signal;

test('ends with the time, the call or the signal, whichever comes first', async () => {
  const wake = createWake();
  const began = performance.now();
  await wake.wait(30, never);
  expect(performance.now() - began).toBeGreaterThanOrEqual(25);

  const woken = wake.wait(60_000, never);
  wake.now();
  await woken;

  const stop = new AbortController();
  const stopped = wake.wait(60_000, stop.signal);
  stop.abort();
  await stopped;
  await wake.wait(60_000, stop.signal);
});

test('a call that comes while nobody waits ends the next wait, and that one only', async () => {
  const wake = createWake();
  wake.now();
  wake.now();
  await wake.wait(60_000, never);
  const began = performance.now();
  await wake.wait(30, never);
  expect(performance.now() - began).toBeGreaterThanOrEqual(25);
});
