import { shownPercent, type TaskView } from '@taskfold/fold';
import { readLines, readObject, readWarnings } from './json-columns.ts';
import { errorOf, metersOf } from './state-of-row.ts';
import { ROW_COLUMNS } from './task-columns.ts';
import type { TaskRow } from './task-row.ts';

/** Columns that are only for folding on. */
const HIDDEN = [
  'fold_keys',
  'stages',
  'progress_source',
  'progress_event_id',
  'output_final',
  'conflict',
  'end_reason',
  'usage_record_count',
  'charge_count',
  'refund_count',
] as const satisfies readonly (keyof TaskRow)[];

/** The part of a row that is shown. */
export type ShownRow = Omit<TaskRow, (typeof HIDDEN)[number]>;

export const SHOWN_COLUMNS: readonly string[] = ROW_COLUMNS.map(({ name }) => name).filter(
  (name) => !(HIDDEN as readonly string[]).includes(name),
);

/** The very view that the fold has of the state behind the row; null while the task is not visible. */
export function viewOfRow(row: ShownRow): TaskView | null {
  const { created_at, capability, model, credits_per_usd } = row;
  if (created_at === null || capability === null || model === null || credits_per_usd === null) return null;
  return {
    tenantId: row.tenant_id,
    taskId: row.task_id,
    revision: row.revision,
    updatedAt: row.updated_at,
    status: row.status,
    capability,
    model,
    resolvedModel: row.resolved_model,
    projectId: row.project_id,
    clientRequestId: row.client_request_id,
    metadata: row.metadata === null ? {} : readObject<TaskView['metadata']>(row.metadata),
    input: row.input,
    creditsPerUsd: credits_per_usd,
    attempt: row.attempt,
    deadlineAt: row.deadline_at,
    createdAt: created_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    progress:
      row.progress_time === null
        ? null
        : {
            percent: shownPercent(row.status, row.progress_percent),
            stage: row.progress_stage,
            message: row.progress_message,
            stageStartedAt: row.progress_stage_started_at,
          },
    output: row.output,
    warnings: readWarnings(row.warnings).map(({ code, message, field }) => ({ code, message, field })),
    error: errorOf(row),
    usage: usageOf(row),
    billing: billingOf(row),
    cancel:
      row.cancel_requested_at === null || row.cancel_outcome === null
        ? null
        : { requestedAt: row.cancel_requested_at, reason: row.cancel_reason, outcome: row.cancel_outcome },
    callback: callbackOf(row),
    dataRemoved: row.data_removed,
  };
}

function usageOf(row: ShownRow): TaskView['usage'] {
  if (row.usage_credits === null) return null;
  const meters = metersOf(row);
  const lines = row.usage_lines === null ? [] : readLines(row.usage_lines);
  return {
    meters,
    lines,
    linesTruncated: (row.usage_line_count ?? 0) - lines.length,
    credits: row.usage_credits,
  };
}

function billingOf({ settlement, charged_credits, refunded_credits }: ShownRow): TaskView['billing'] {
  if (settlement === null) return null;
  return { charged: charged_credits ?? '0', refunded: refunded_credits ?? '0', settlement };
}

function callbackOf(row: ShownRow): TaskView['callback'] {
  if (row.callback_status === null) return null;
  return {
    url: row.callback_url,
    status: row.callback_status,
    attemptCount: row.callback_attempt_count ?? 0,
    deliveredAt: row.callback_delivered_at,
    lastError: row.callback_last_error,
    lastStatusCode: row.callback_last_status_code,
    nextAttemptAt: row.callback_next_attempt_at,
  };
}
