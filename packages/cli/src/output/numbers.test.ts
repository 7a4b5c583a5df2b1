import { expect, test } from 'vitest';
import { duration, grouped, sparkline } from './numbers.ts';

test.each([
  [0, '0'],
  [1234, '1,234'],
  ['1234567.8900', '1,234,567.8900'],
  ['-12345.0000', '-12,345.0000'],
  ['999.123456789', '999.123456789'],
])('%s is written %s', (value, written) => {
  expect(grouped(value)).toBe(written);
});

test.each([
  [0, '0 ms'],
  [850, '850 ms'],
  [12_400, '12.4 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
  [7_200_000, '2 h'],
  [273_600_000, '3 d 4 h'],
  [-90_000, '-1 min 30 s'],
])('%i ms are %s', (ms, written) => {
  expect(duration(ms)).toBe(written);
});

test('a sparkline is as high as its values, and none where there are none', () => {
  expect(sparkline([0, 1, 4, 8])).toBe(' ▂▅█');
  expect(sparkline([0, 0])).toBe('');
  expect(sparkline([])).toBe('');
});
