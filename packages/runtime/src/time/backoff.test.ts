import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff } from './backoff.ts';

test('the limit doubles with each failure up to the greatest', () => {
  const limits = [0, 1, 2, 3, 4, 5, 6, 1000].map((attempt) =>
    backoff({ attempt, baseMs: 100, maxMs: 5000, random: () => 1 - Number.EPSILON }),
  );
  expect(limits).toEqual([99, 199, 399, 799, 1599, 3199, 4999, 4999]);
});

test('any wait from nothing up to the limit can come out', () => {
  fc.assert(
    fc.property(
      fc.nat(2000),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, random) => {
        const wait = backoff({ attempt, baseMs: 100, maxMs: 5000, random: () => random });
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThan(5000);
      },
    ),
  );
  expect(backoff({ attempt: 3, baseMs: 100, maxMs: 5000, random: () => 0 })).toBe(0);
});
