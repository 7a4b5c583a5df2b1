import { expect, test } from 'vitest';
import { ago, agoText, bothTimes, durationText } from './format.ts';

test.each([
  [0, '0 ms'],
  [840, '840 ms'],
  [4200, '4.2 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min'],
  [60_000, '1 min'],
  [185_000, '3 min 5 s'],
  [7_800_000, '2 h 10 min'],
  [273_600_000, '3 d 4 h'],
  [-5, '0 ms'],
])('%d ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test('how long ago is said in one unit', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');
  expect(ago('2026-01-01T11:59:48Z', now)).toBe('12 s');
  expect(ago('2026-01-01T09:00:00Z', now)).toBe('3 h');
  expect(ago('2026-01-01T12:00:05Z', now)).toBe('now');
  expect(agoText('2026-01-01T09:00:00Z', now)).toBe('3 h ago');
  expect(agoText('2026-01-01T12:00:05Z', now)).toBe('just now');
});

test('a time is given in UTC, too', () => {
  expect(bothTimes('2026-01-01T12:00:00.250Z')).toContain('2026-01-01 12:00:00.250 UTC');
});
