import type { TaskFilters } from '@taskfold/contract';
import type { LedgerEntry, UsageRecord } from '@taskfold/fold';
import type { ShownTask } from './projection.ts';

type Time = TaskFilters['entry_after'];

/** The usage records and ledger entries of a task whose event was told at a time from `from` on, and before `to`. */
export function entriesBetween(
  { usage, ledger }: ShownTask,
  from: Time,
  to: Time,
): readonly (UsageRecord | LedgerEntry)[] {
  return [...usage, ...ledger].filter(
    ({ key }) => (from === undefined || key.time >= from) && (to === undefined || key.time < to),
  );
}
