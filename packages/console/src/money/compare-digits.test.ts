import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDigits } from './compare-digits.ts';

const integers = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const sign = (n: bigint) => (n < 0n ? -1 : Number(n > 0n));
/** A whole number of 10^-12 as a decimal, with as many zeros at its end as come. */
const decimal = (n: bigint, trimmed: boolean) => {
  const digits = (n < 0n ? -n : n).toString().padStart(13, '0');
  const fraction = trimmed ? digits.slice(-12).replace(/0+$/, '') : digits.slice(-12);
  return `${n < 0n ? '-' : ''}${digits.slice(0, -12)}${fraction === '' ? '' : `.${fraction}`}`;
};

test('decimals are ordered as the numbers that they are', () => {
  fc.assert(
    fc.property(integers, integers, fc.boolean(), fc.boolean(), (a, b, trimA, trimB) => {
      expect(compareDigits(decimal(a, trimA), decimal(b, trimB))).toBe(sign(a - b));
    }),
  );
});

test('what is none comes first', () => {
  expect(['1', 'x', '-2'].toSorted(compareDigits)).toEqual(['x', '-2', '1']);
});
