import { afterEach, expect, test, vi } from 'vitest';
import { createAwayTimes } from './away-times.ts';

afterEach(() => void vi.useRealTimers());

test('a partition that comes back was away since it was taken, and one that stayed was not', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { assigned } = createAwayTimes();
  expect(assigned([0, 1])).toEqual(new Map());
  expect(assigned([0])).toEqual(new Map());
  vi.advanceTimersByTime(300);
  expect(assigned([0])).toEqual(new Map());
  vi.advanceTimersByTime(200);
  expect(assigned([0, 1])).toEqual(new Map([[1, 500]]));
  expect(assigned([0, 1])).toEqual(new Map());
});
