/** An amount as a whole number of 10^-8: what the contract lets amounts have. */
export type Amount = bigint;

const PLACES = 8;
const SCALE = 10n ** BigInt(PLACES);
const FORM = /^(-?)(\d+)(?:\.(\d{1,8}))?$/;

/** @returns null where the text is no amount */
export function amountOf(text: string): Amount | null {
  const match = FORM.exec(text);
  if (match === null) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const value = BigInt(whole) * SCALE + BigInt(fraction.padEnd(PLACES, '0'));
  return sign === '-' ? -value : value;
}

/** With at least four places, as the API prints amounts. */
export function amountText(amount: Amount): string {
  const absolute = amount < 0n ? -amount : amount;
  const fraction = (absolute % SCALE)
    .toString()
    .padStart(PLACES, '0')
    .replace(/0{1,4}$/, '');
  return `${amount < 0n ? '-' : ''}${absolute / SCALE}.${fraction}`;
}

export interface AmountParts {
  /** With a sign, up to the point. */
  readonly whole: string;
  /** From the point on. */
  readonly fraction: string;
}

/** Two parts of an amount that meet at the point, for a column in which all points stand below one another. */
export function amountParts(text: string): AmountParts {
  const at = text.indexOf('.');
  const whole = (at < 0 ? text : text.slice(0, at)).replace(/^-/, '−');
  return { whole: grouped(whole), fraction: at < 0 ? '' : text.slice(at) };
}

/** Digits in threes, by a space that does not break. */
function grouped(digits: string): string {
  const first = digits.startsWith('−') ? 1 : 0;
  const threes: string[] = [];
  for (let end = digits.length; end > first; end -= 3) {
    threes.unshift(digits.slice(Math.max(first, end - 3), end));
  }
  return digits.slice(0, first) + threes.join('\u00a0');
}
