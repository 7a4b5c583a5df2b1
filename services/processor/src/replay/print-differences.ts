import { taskKey } from '@taskfold/contract';
import type { Difference } from './compare-versions.ts';
import { group } from './progress.ts';

/**
 * The lines of a report: ids and columns, never what stands in them.
 *
 * @param differences the first of them
 * @param count of all
 */
export function printDifferences(differences: readonly Difference[], count: number): string[] {
  const lines = differences.map((difference) => `${taskKey(difference)}: ${difference.columns.join(', ')}`);
  if (count > differences.length) lines.push(`... and ${group(count - differences.length)} more tasks`);
  return lines;
}
