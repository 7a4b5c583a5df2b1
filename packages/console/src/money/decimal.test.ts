import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountOf, amountParts, amountText } from './decimal.ts';

const amounts = fc.bigInt({ min: -(10n ** 23n) + 1n, max: 10n ** 23n - 1n });

test('amounts come back as they were', () => {
  fc.assert(fc.property(amounts, (amount) => amountOf(amountText(amount)) === amount));
});

test('they add up without an error of rounding', () => {
  expect(amountOf('0.1')).toBe(10_000_000n);
  expect(amountText((amountOf('0.1') ?? 0n) + (amountOf('0.2') ?? 0n))).toBe('0.3000');
  expect(amountText(-1n)).toBe('-0.00000001');
});

test.each(['', '1.', '.5', '1e3', '1.123456789', '--1', '1,5'])('%j is no amount', (text) => {
  expect(amountOf(text)).toBeNull();
});

test('parts meet at the point', () => {
  expect(amountParts('-1234567.0500')).toEqual({ whole: '−1\u00a0234\u00a0567', fraction: '.0500' });
  expect(amountParts('12')).toEqual({ whole: '12', fraction: '' });
});
