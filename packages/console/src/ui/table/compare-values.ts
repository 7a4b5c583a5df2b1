import type { SortValue } from './data-column.ts';

const WORDS = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The order of two values of a column, ascending: words as people order them (`p2` before `p10`), amounts exactly. */
export function compareValues(left: SortValue, right: SortValue): number {
  if (typeof left === 'string' || typeof right === 'string')
    return WORDS.compare(String(left), String(right));
  return left < right ? -1 : Number(left > right);
}
