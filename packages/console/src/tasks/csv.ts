import type { TaskSummary } from '@taskfold/client';
import { csvText } from '../text/csv.ts';

/** Columns of an exported list, and what stands in them. */
const COLUMNS: readonly (readonly [string, (task: TaskSummary) => string | number | null | undefined])[] = [
  ['task_id', (task) => task.task_id],
  ['status', (task) => task.status],
  ['capability', (task) => task.capability],
  ['model', (task) => task.model],
  ['resolved_model', (task) => task.resolved_model],
  ['project_id', (task) => task.project_id],
  ['api_key_id', (task) => task.api_key_id],
  ['client_request_id', (task) => task.client_request_id],
  ['created_at', (task) => task.created_at],
  ['started_at', (task) => task.started_at],
  ['completed_at', (task) => task.completed_at],
  ['error_code', (task) => task.error?.code],
  ['charged_credits', (task) => task.billing?.charged_credits],
  ['refunded_credits', (task) => task.billing?.refunded_credits],
  ['net_charged_credits', (task) => task.billing?.net_charged_credits],
  ['settlement', (task) => task.billing?.settlement],
  ['callback_status', (task) => task.callback?.status],
  ['callback_attempts', (task) => task.callback?.attempt_count],
  ['metadata', (task) => JSON.stringify(task.metadata)],
  ['revision', (task) => task.revision],
];

/** A list of tasks as RFC 4180 has it, with a line of names. */
export function tasksCsv(tasks: readonly TaskSummary[]): string {
  return csvText([
    COLUMNS.map(([name]) => name),
    ...tasks.map((task) => COLUMNS.map(([, value]) => value(task))),
  ]);
}
