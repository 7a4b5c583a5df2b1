import { createHealth } from '@taskfold/runtime';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchProgress } from './watch-progress.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const MINUTE_MS = 60_000;

const behind = (seconds: number, isHeldBack = false) => new Map([[0, { seconds, isHeldBack }]]);

/** A process that has partition 0, and stands still unless told otherwise. */
function standing() {
  const health = createHealth();
  const reached = new Map([[0, { progressAt: performance.now() }]]);
  const watch = watchProgress({ health, reached: () => reached });
  return { watch, reached, isLive: () => health.liveness().ok };
}

it('fails when a partition is behind for two minutes and does not get on', () => {
  const { watch, isLive } = standing();
  watch.observe(behind(1));
  vi.advanceTimersByTime(2 * MINUTE_MS);
  expect(isLive()).toBe(true);
  vi.advanceTimersByTime(1);
  watch.observe(behind(121));
  expect(isLive()).toBe(false);
});

it('lives while nothing waits, however long', () => {
  const { watch, isLive } = standing();
  watch.observe(behind(0));
  vi.advanceTimersByTime(60 * MINUTE_MS);
  watch.observe(behind(1));
  vi.advanceTimersByTime(MINUTE_MS);
  expect(isLive()).toBe(true);
});

it('lives while a partition gets on, however far behind', () => {
  const { watch, reached, isLive } = standing();
  for (let minute = 0; minute < 60; minute++) {
    watch.observe(behind(3600));
    vi.advanceTimersByTime(MINUTE_MS);
    reached.set(0, { progressAt: performance.now() });
    expect(isLive()).toBe(true);
  }
});

it('lives while the broker cannot be asked, and counts anew after it', () => {
  const { watch, isLive } = standing();
  watch.observe(behind(1));
  vi.advanceTimersByTime(MINUTE_MS);
  watch.observe(null);
  vi.advanceTimersByTime(60 * MINUTE_MS);
  expect(isLive()).toBe(true);
  watch.observe(behind(1));
  vi.advanceTimersByTime(MINUTE_MS);
  expect(isLive()).toBe(true);
});

it('does not fail for partitions that are halted or wait knowingly', () => {
  const { watch, reached, isLive } = standing();
  watch.observe(behind(1));
  reached.clear();
  vi.advanceTimersByTime(60 * MINUTE_MS);
  expect(isLive()).toBe(true);
});

it('lives while a transaction of a producer holds a partition back, and counts from its end', () => {
  const { watch, isLive } = standing();
  watch.observe(behind(1));
  vi.advanceTimersByTime(MINUTE_MS);
  watch.observe(behind(60, true));
  vi.advanceTimersByTime(60 * MINUTE_MS);
  expect(isLive()).toBe(true);
  watch.observe(behind(3660));
  vi.advanceTimersByTime(2 * MINUTE_MS);
  expect(isLive()).toBe(true);
  vi.advanceTimersByTime(1);
  expect(isLive()).toBe(false);
});
