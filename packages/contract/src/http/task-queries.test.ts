import { expect, test } from 'vitest';
import { countedRange, taskCountsQuery } from './task-queries.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const rangeOf = (query: object) => countedRange(taskCountsQuery.parse(query), NOW);

test('tasks are counted of the last day, of the day before a time, or of what is asked for', () => {
  expect(rangeOf({})).toEqual({ from: '2026-11-29T12:00:00.000000Z', before: '2026-11-30T13:00:00.000000Z' });
  expect(rangeOf({ created_before: '2026-11-10T00:00:00Z' })).toEqual({
    from: '2026-11-09T00:00:00.000000Z',
    before: '2026-11-10T00:00:00.000000Z',
  });
  const month = { created_after: '2026-10-01T00:00:00Z', created_before: '2026-11-01T00:00:00Z' };
  expect(rangeOf(month)).toEqual({
    from: '2026-10-01T00:00:00.000000Z',
    before: '2026-11-01T00:00:00.000000Z',
  });
});

test('more than a month is refused, and the first year that can be asked for has a day before it', () => {
  expect(
    rangeOf({ created_after: '2026-10-01T00:00:00Z', created_before: '2026-11-01T00:00:01Z' }),
  ).toBeNull();
  expect(rangeOf({ created_after: '2020-01-01T00:00:00Z' })).toBeNull();
  expect(rangeOf({ created_before: '1000-01-01T00:00:00Z' })?.from).toBe('0999-12-31T00:00:00.000000Z');
});
