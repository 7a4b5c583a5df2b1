import Big from 'big.js';
import { canonicalDecimal } from './decimal.ts';

const SHOWN_DECIMALS = 4;
const HALF_EVEN = 2;

// A constructor of its own, so that the precision of this division is nobody else's.
const Quotient = Big();
Quotient.DP = SHOWN_DECIMALS;
Quotient.RM = HALF_EVEN;

/** Credits as answers show them: exact, with at least four decimals, without exponent. `"3"` is `"3.0000"`. */
export function printCredits(credits: string): string {
  const plain = canonicalDecimal(credits);
  const point = plain.indexOf('.');
  if (point === -1) return `${plain}.0000`;
  return plain.padEnd(point + 1 + SHOWN_DECIMALS, '0');
}

/**
 * The USD reference of an amount: credits ÷ credits per USD, rounded half-even to four decimals. For display only.
 *
 * @throws Error where `creditsPerUsd` is zero.
 */
export function creditsToUsd(credits: string, creditsPerUsd: string): string {
  const question = `${credits}/${creditsPerUsd}`;
  const known = answers.get(question);
  if (known !== undefined) return known;
  const answer = new Quotient(credits).div(creditsPerUsd).toFixed(SHOWN_DECIMALS);
  if (answers.size === MOST_ANSWERS) answers.clear();
  answers.set(question, answer);
  return answer;
}

/** One task shows the same amount at several places, and many tasks cost the same; to divide takes long. */
const answers = new Map<string, string>();
const MOST_ANSWERS = 1000;
