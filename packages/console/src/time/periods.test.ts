import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countOfDays,
  daysOf,
  daysOfSearch,
  everyDay,
  instantsOf,
  isDay,
  PERIODS,
  readDays,
} from './periods.ts';

const NOW = Date.parse('2026-03-01T23:30:00Z');

test.each([
  ['today', '2026-03-01', '2026-03-01'],
  ['yesterday', '2026-02-28', '2026-02-28'],
  ['7d', '2026-02-23', '2026-03-01'],
  ['30d', '2026-01-31', '2026-03-01'],
  ['month', '2026-03-01', '2026-03-01'],
  ['last_month', '2026-02-01', '2026-02-28'],
] as const)('%s is from %s to %s', (period, first, last) => {
  expect(daysOf(period, NOW)).toEqual({ first, last });
});

test('last month of a January is the December before', () => {
  expect(daysOf('last_month', Date.parse('2026-01-31T12:00:00Z'))).toEqual({
    first: '2025-12-01',
    last: '2025-12-31',
  });
});

const moments = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

test('days follow one another without a gap, and as times they hold each of their moments alone', () => {
  fc.assert(
    fc.property(moments, fc.constantFrom(...PERIODS), (moment, period) => {
      const days = daysOf(period, moment.getTime());
      const { from, before } = instantsOf(days);
      const all = everyDay(days);
      expect(all).toHaveLength(countOfDays(days));
      expect([all[0], all.at(-1)]).toEqual([days.first, days.last]);
      expect(all.every(isDay)).toBe(true);
      expect(new Set(all).size).toBe(all.length);
      expect(Date.parse(before) - Date.parse(from)).toBe(all.length * 86_400_000);
      const today = period !== 'yesterday' && period !== 'last_month';
      expect(Date.parse(from) <= moment.getTime() && moment.getTime() < Date.parse(before)).toBe(today);
    }),
  );
});

test('an address names days that are some, or none', () => {
  expect(readDays({ period: '7d', from: '2026-01-01', to: '2026-01-02' })).toEqual({ period: '7d' });
  expect(readDays({ from: '2026-01-01', to: '2026-01-01' })).toEqual({
    from: '2026-01-01',
    to: '2026-01-01',
  });
  for (const bad of [
    { period: 'ever' },
    { from: '2026-01-02', to: '2026-01-01' },
    { from: '2026-02-30', to: '2026-03-01' },
    { from: '2026-01-01' },
    { from: 1, to: 2 },
  ]) {
    expect(readDays(bad)).toEqual({});
  }
  expect(daysOfSearch({}, NOW)).toBeNull();
  expect(daysOfSearch({ period: 'today' }, NOW)).toEqual({ first: '2026-03-01', last: '2026-03-01' });
});
