export type {
  Callback,
  CallbackAttempt,
  LedgerEntry,
  Task,
  TaskEvent,
  TaskStatus,
  TaskSummary,
  Usage,
  UsageRecord,
} from '@taskfold/client';

/** A page of a list, as the API answers it. */
export interface Page<Item> {
  readonly data: readonly Item[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}
