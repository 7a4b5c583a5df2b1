import { METERS } from '@taskfold/contract';
import { type Creation, type TaskState, type TaskView, viewOf } from '@taskfold/fold';
import { foldKeysOf } from './fold-keys.ts';
import { printLines, printStages, printWarnings } from './json-columns.ts';
import type { TaskRow } from './task-row.ts';

/**
 * The row of a task that at least one event changed. What is shown of a task is the fold's business, so the row takes it
 * from the fold's view, also while the task is not visible yet.
 *
 * @throws Error for a task that no event changed: it has no row.
 */
export function rowOfState(state: TaskState): TaskRow {
  const { creation, updatedAt } = state;
  const view = viewOf(creation === null ? { ...state, creation: NO_CREATION } : state);
  if (view === null || updatedAt === null) throw new Error(`no event changed the task ${state.taskId}`);
  return {
    tenant_id: state.tenantId,
    task_id: state.taskId,
    ...creationColumns(creation),
    output: view.output,
    output_final: state.output?.final ?? null,
    revision: state.revision,
    updated_at: updatedAt,
    ...progressColumns(state, view),
    status: state.status,
    started_at: state.startedAt,
    attempt: state.attempt,
    resolved_model: view.resolvedModel,
    ...endColumns(state),
    cancel_requested_at: view.cancel?.requestedAt ?? null,
    cancel_reason: view.cancel?.reason ?? null,
    cancel_outcome: view.cancel?.outcome ?? null,
    ...callbackColumns(view.callback),
    warnings: printWarnings(state.warnings),
    ...usageColumns(view.usage),
    charged_credits: view.billing?.charged ?? null,
    refunded_credits: view.billing?.refunded ?? null,
    settlement: view.billing?.settlement ?? null,
    conflict: state.conflict,
    data_removed: state.erased,
    fold_keys: JSON.stringify(foldKeysOf(state)),
  };
}

const NO_CREATION: Creation = {
  key: { time: '' as Creation['key']['time'], source: '', id: '' },
  capability: '',
  model: '',
  input: null,
  metadata: {},
  projectId: null,
  clientRequestId: null,
  deadlineAt: null,
  callback: null,
  creditsPerUsd: '1',
};

function creationColumns(creation: Creation | null) {
  return {
    created_at: creation?.key.time ?? null,
    capability: creation?.capability ?? null,
    model: creation?.model ?? null,
    project_id: creation?.projectId ?? null,
    client_request_id: creation?.clientRequestId ?? null,
    deadline_at: creation?.deadlineAt ?? null,
    credits_per_usd: creation?.creditsPerUsd ?? null,
    callback_url: creation?.callback?.url ?? null,
    callback_events: creation?.callback?.events ?? null,
    metadata: creation === null ? null : JSON.stringify(creation.metadata),
    input: creation?.input ?? null,
  };
}

function progressColumns({ progress, stages }: TaskState, view: TaskView) {
  return {
    progress_percent: progress?.percent ?? null,
    progress_stage: progress?.stage ?? null,
    progress_message: progress?.message ?? null,
    progress_stage_started_at: view.progress?.stageStartedAt ?? null,
    progress_time: progress?.key.time ?? null,
    progress_source: progress?.key.source ?? null,
    progress_event_id: progress?.key.id ?? null,
    stages: printStages(stages),
  };
}

function endColumns({ end }: TaskState) {
  const error = end?.error ?? null;
  return {
    completed_at: end?.key.time ?? null,
    end_reason: end?.reason ?? null,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
    error_retryable: error?.retryable ?? null,
    error_param: error?.param ?? null,
    error_details: error === null || error.details === null ? null : JSON.stringify(error.details),
  };
}

function callbackColumns(callback: TaskView['callback']) {
  return {
    callback_status: callback?.status ?? null,
    callback_attempt_count: callback?.attemptCount ?? null,
    callback_delivered_at: callback?.deliveredAt ?? null,
    callback_last_error: callback?.lastError ?? null,
    callback_last_status_code: callback?.lastStatusCode ?? null,
    callback_next_attempt_at: callback?.nextAttemptAt ?? null,
  };
}

const METER_COLUMNS = METERS.map((meter) => ({ meter, column: `usage_${meter}` as const }));
type UsageColumns = { -readonly [Column in (typeof METER_COLUMNS)[number]['column']]: string | null };

function usageColumns(usage: TaskView['usage']) {
  const columns: Partial<UsageColumns> = {};
  for (const { meter, column } of METER_COLUMNS) columns[column] = usage?.meters[meter] ?? null;
  return {
    ...(columns as UsageColumns),
    usage_credits: usage?.credits ?? null,
    usage_lines: usage === null ? null : printLines(usage.lines),
  };
}
