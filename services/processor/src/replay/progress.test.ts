import { expect, it } from 'vitest';
import { printProgress, progressOf } from './progress.ts';

const offsets = (...values: number[]) => new Map(values.map((value, partition) => [partition, value]));

it('tells the rate of this run, and the time left by it', () => {
  const progress = progressOf(offsets(100, 100), offsets(1100, 1100), offsets(2100, 3100), 2000);
  expect(progress).toEqual({ done: 2200, total: 5200, eventsPerSecond: 1000, secondsLeft: 3 });
  expect(printProgress(progress)).toBe('2,200 of 5,200 events (42 %), 1,000 events/s, 3 s left');
});

it('tells no time while there is no rate, and none is left at the end', () => {
  expect(printProgress(progressOf(offsets(0), offsets(0), offsets(10), 0))).toBe(
    '0 of 10 events (0 %), 0 events/s',
  );
  expect(printProgress(progressOf(offsets(10), offsets(10), offsets(10), 5))).toBe(
    '10 of 10 events (100 %), 0 events/s, 0 s left',
  );
});

it('tells long times in minutes and hours', () => {
  const left = (total: number) =>
    printProgress(progressOf(offsets(0), offsets(1000), offsets(total), 1000))
      .split(', ')
      .at(-1);
  expect(left(601_000)).toBe('10 min left');
  expect(left(7_201_000)).toBe('2.0 h left');
});
