import Big from 'big.js';

// Amounts are exact decimals from the event to the answer. They travel as plain text without exponent, and only this
// folder computes with them; no amount is ever a JavaScript number.

const PLAIN_INTEGER = /^(0|-?[1-9]\d*)$/;

/**
 * The one text of a decimal's value: no exponent, no leading or trailing zeros, no negative zero. Two decimals are
 * equal when their canonical texts are.
 *
 * @param decimal any decimal text: `"007.50"`, `"-0.0"`, `"1e-7"`.
 * @throws Error where the text is no decimal.
 */
export function canonicalDecimal(decimal: string): string {
  return PLAIN_INTEGER.test(decimal) ? decimal : new Big(decimal).toFixed();
}

/**
 * A JSON number as the decimal it was written as: the shortest text that reads back as the same double, without
 * exponent. `0.1` is `"0.1"`, `1e21` is `"1000000000000000000000"`.
 *
 * @throws Error for NaN and infinities.
 */
export function decimalOfNumber(value: number): string {
  return canonicalDecimal(String(value));
}

/** The exact sum of any number of decimals, canonical; `"0"` of none. */
export function sumDecimals(decimals: Iterable<string>): string {
  let sum: Big | null = null;
  for (const decimal of decimals) sum = sum === null ? new Big(decimal) : sum.plus(decimal);
  return sum === null ? '0' : sum.toFixed();
}

/** `left + right`, exact and canonical. */
export function addDecimals(left: string, right: string): string {
  return new Big(left).plus(right).toFixed();
}

/** `left - right`, exact and canonical. */
export function subtractDecimals(left: string, right: string): string {
  return new Big(left).minus(right).toFixed();
}

/** Negative, zero or positive as `left` is less than, equal to or greater than `right`. */
export function compareDecimals(left: string, right: string): number {
  return left === right ? 0 : new Big(left).cmp(right);
}
