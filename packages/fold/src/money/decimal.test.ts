import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  canonicalDecimal,
  compareDecimals,
  decimalOfNumber,
  subtractDecimals,
  sumDecimals,
} from './decimal.ts';

describe('decimals', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['-0.000', '0'],
    ['007.50', '7.5'],
    ['100', '100'],
    ['-100.0', '-100'],
    ['1e-7', '0.0000001'],
    ['000', '0'],
  ])('writes %s as %s', (decimal, canonical) => {
    expect(canonicalDecimal(decimal)).toBe(canonical);
  });

  it.each(['', 'abc', '1,5', 'NaN', ' 1'])('refuses %j', (text) => {
    expect(() => canonicalDecimal(text)).toThrow();
  });

  it.each([
    [0.1, '0.1'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [-1.5e-10, '-0.00000000015'],
    [-0, '0'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ])('reads the number %d as the decimal %s', (value, decimal) => {
    expect(decimalOfNumber(value)).toBe(decimal);
  });

  it('refuses what is no finite number', () => {
    expect(() => decimalOfNumber(Number.NaN)).toThrow();
    expect(() => decimalOfNumber(Number.POSITIVE_INFINITY)).toThrow();
  });

  it('never computes with floats', () => {
    expect(sumDecimals(Array(10).fill('0.1'))).toBe('1');
    expect(addDecimals('0.1', '0.2')).toBe('0.3');
    expect(addDecimals('999999999999999.99999999', '0.00000001')).toBe('1000000000000000');
    expect(subtractDecimals('999999999999999.99999999', '0.00000001')).toBe('999999999999999.99999998');
    expect(sumDecimals([])).toBe('0');
  });

  it('compares values', () => {
    expect(compareDecimals('1.0', '1.00')).toBe(0);
    expect(compareDecimals('999999999999999.99999998', '999999999999999.99999999')).toBeLessThan(0);
    expect(compareDecimals('10', '9')).toBeGreaterThan(0);
  });
});
