import type { TaskSummary } from '@taskfold/client';
import type { BulkItem } from '../../bulk/bulk-item.ts';

/** Of a task that is not among the rows any more nothing is known. */
const GONE = 'not in the list any more';

/** Which of the tasks are asked to end, and why the others are not. */
export function toCancel(id: string, task: TaskSummary | undefined): BulkItem {
  if (task === undefined) return { id, skipped: GONE };
  if (task.completed_at !== null) return { id, skipped: 'ended already' };
  if (task.cancel_requested_at !== null) return { id, skipped: 'asked to end already' };
  return { id, skipped: null };
}

/** Of which of the tasks the caller is told again, and why not of the others. */
export function toRedeliver(id: string, task: TaskSummary | undefined): BulkItem {
  if (task === undefined) return { id, skipped: GONE };
  if (task.callback == null) return { id, skipped: 'nobody asked to be called back' };
  if (task.completed_at === null) return { id, skipped: 'not ended yet' };
  if (task.callback.url === null) return { id, skipped: 'erased, and the address with it' };
  return { id, skipped: null };
}
