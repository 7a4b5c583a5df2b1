import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareValues } from './compare-values.ts';

test('words stand as people order them', () => {
  const words = ['p10', 'p2', 'Zeta', 'alpha', 'p1'];
  expect(words.toSorted(compareValues)).toEqual(['alpha', 'p1', 'p2', 'p10', 'Zeta']);
});

test('numbers stand by their size, however large', () => {
  const numbers = fc.array(fc.oneof(fc.bigInt(), fc.integer(), fc.double({ noNaN: true })));
  fc.assert(
    fc.property(numbers, (values) => {
      const sorted = values.toSorted(compareValues);
      for (const [index, value] of sorted.entries()) {
        const before = sorted[index - 1];
        expect(before === undefined || before <= value).toBe(true);
      }
    }),
  );
});
