import type { TaskFilters } from '@taskfold/contract';
import type { ShownTask } from './projection.ts';
import { passes } from './task-filters.ts';

/** What a read token lets read: one task, or those to which filters apply. */
export interface Grant {
  /** Null where it is for filters. */
  readonly taskId: string | null;
  readonly filters: TaskFilters;
  /** In milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** @param grant null for the key, which reads everything */
export function isGranted(grant: Grant | null, task: ShownTask): boolean {
  if (grant === null) return true;
  return grant.taskId === null ? passes(grant.filters, task) : grant.taskId === task.view.task_id;
}
