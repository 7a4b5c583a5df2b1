import { compareDecimals, subtractDecimals } from './decimal.ts';

/** Exact sums over a task's ledger. */
export interface LedgerSums {
  readonly charged: string;
  readonly refunded: string;
}

/** What the task costs in the end: charged − refunded. Negative where more was refunded than charged. */
export function netCharged(sums: LedgerSums): string {
  return subtractDecimals(sums.charged, sums.refunded);
}

/** Whether more was refunded than charged: never right, and listed for a person to look at. */
export function isOverRefunded(sums: LedgerSums): boolean {
  return compareDecimals(sums.refunded, sums.charged) > 0;
}
