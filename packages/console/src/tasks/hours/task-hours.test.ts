import type { TaskCount } from '@taskfold/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countsText, firstHour, HOURS, hoursOf, STACKED, sumOfHours } from './task-hours.ts';

const NOW = Date.parse('2026-03-01T00:30:00Z');

const rows: fc.Arbitrary<readonly TaskCount[]> = fc.uniqueArray(
  fc.record({
    hour: fc
      .integer({ min: 0, max: HOURS - 1 })
      .map((hours) => new Date(Date.parse(firstHour(NOW)) + hours * 3_600_000).toISOString()),
    status: fc.constantFrom(...STACKED),
    tasks: fc.integer({ min: 1, max: 1000 }),
  }),
  { selector: ({ hour, status }) => `${hour} ${status}` },
);

test('each of the last hours is there once, the last is that of now, and no task is lost', () => {
  fc.assert(
    fc.property(rows, (counts) => {
      const hours = hoursOf(counts, NOW);
      expect(hours).toHaveLength(HOURS);
      expect(hours[0]?.begin).toBe('2026-02-28T01:00:00.000Z');
      expect(hours.at(-1)?.begin).toBe('2026-03-01T00:00:00.000Z');
      expect(hours.slice(1).map(({ begin }) => begin)).toEqual(hours.slice(0, -1).map(({ end }) => end));
      const all = counts.reduce((sum, { tasks }) => sum + tasks, 0);
      expect(sumOfHours(hours).tasks).toBe(all);
      expect(Object.values(sumOfHours(hours).counts).reduce((sum, tasks) => sum + tasks, 0)).toBe(all);
    }),
  );
});

test('an hour is said in words', () => {
  expect(countsText({ counts: {}, tasks: 0 })).toBe('no tasks');
  expect(countsText({ counts: { failed: 1 }, tasks: 1 })).toBe('1 task: 1 failed');
  expect(countsText({ counts: { failed: 2, succeeded: 10 }, tasks: 12 })).toBe(
    '12 tasks: 10 succeeded, 2 failed',
  );
});
