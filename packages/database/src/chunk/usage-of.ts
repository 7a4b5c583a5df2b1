import { METERS, type Meter } from '@taskfold/contract';
import { readUsageLines, type UsageRecord } from '@taskfold/fold';

/** Columns of `usage_records` that say what was used. */
export type UsageColumns = { readonly [Name in Meter]: string | null } & { readonly lines: string };

/** What a row of `usage_records` says. */
export function usageOf(row: UsageColumns): Pick<UsageRecord, 'meters' | 'lines'> {
  const meters: Partial<Record<Meter, string>> = {};
  for (const meter of METERS) {
    const value = row[meter];
    if (value !== null) meters[meter] = value;
  }
  return { meters, lines: readUsageLines(row.lines) };
}
