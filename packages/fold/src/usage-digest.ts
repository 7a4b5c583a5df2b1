import { createHash } from 'node:crypto';
import { METERS } from '@taskfold/contract';
import { canonicalDecimal } from './money/decimal.ts';
import type { UsageRecord } from './state.ts';

/**
 * SHA-256, in hexadecimal, of what a usage record says, however its decimals are spelt: two records have the same content
 * exactly when they have the same digest. It is what is held of a large record to tell its repetition from a contradiction.
 *
 * Of the UTF-8 text that holds the meters in the order of `METERS`, each followed by a comma, nothing for those that are
 * absent, and then each line: meter and unit as JSON strings; quantity and credits, each followed by a comma.
 */
export function usageDigest({ meters, lines }: Pick<UsageRecord, 'meters' | 'lines'>): string {
  let text = '';
  for (const meter of METERS) text += `${meters[meter] ?? ''},`;
  for (const { meter, unit, quantity, billedAmountCredits } of lines) {
    text += `${JSON.stringify(meter)}${JSON.stringify(unit)}${canonicalDecimal(quantity)},${canonicalDecimal(billedAmountCredits)},`;
  }
  return createHash('sha256').update(text).digest('hex');
}
