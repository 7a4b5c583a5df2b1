import { type Creation, type TaskState, type TaskView, viewOf } from '@taskfold/fold';
import { foldKeysOf } from './fold-keys.ts';
import { printShownLines, printStages, printWarnings } from './json-columns.ts';
import type { TaskRow } from './task-row.ts';

/**
 * The row of a task that at least one event changed. What is shown of a task is the fold's business, so the row takes it
 * from the fold's view, also while the task is not visible yet.
 *
 * One literal, its keys in the order of the table: rows are made for every task that every chunk changes, and an object of
 * so many keys that is put together from others costs several times as much.
 *
 * @throws Error for a task that no event changed: it has no row.
 */
export function rowOfState(state: TaskState): TaskRow {
  const { creation, updatedAt, progress, end } = state;
  const view = viewOf(creation === null ? { ...state, creation: NO_CREATION } : state);
  if (view === null || updatedAt === null) throw new Error(`no event changed the task ${state.taskId}`);
  const { billing, callback, cancel, usage } = view;
  const meters = usage?.meters ?? NO_METERS;
  const error = end?.error ?? null;
  return {
    tenant_id: state.tenantId,
    task_id: state.taskId,
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
    output: view.output,
    output_final: state.output?.final ?? null,
    revision: state.revision,
    updated_at: updatedAt,
    progress_percent: progress?.percent ?? null,
    progress_stage: progress?.stage ?? null,
    progress_message: progress?.message ?? null,
    progress_stage_started_at: view.progress?.stageStartedAt ?? null,
    progress_time: progress?.key.time ?? null,
    progress_source: progress?.key.source ?? null,
    progress_event_id: progress?.key.id ?? null,
    stages: printStages(state.stages),
    status: state.status,
    started_at: state.startedAt,
    attempt: state.attempt,
    resolved_model: view.resolvedModel,
    completed_at: end?.key.time ?? null,
    end_reason: end?.reason ?? null,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
    error_retryable: error?.retryable ?? null,
    error_param: error?.param ?? null,
    error_details: error?.details ?? null,
    cancel_requested_at: cancel?.requestedAt ?? null,
    cancel_reason: cancel?.reason ?? null,
    cancel_outcome: cancel?.outcome ?? null,
    callback_status: callback?.status ?? null,
    callback_attempt_count: callback?.attemptCount ?? null,
    callback_delivered_at: callback?.deliveredAt ?? null,
    callback_last_error: callback?.lastError ?? null,
    callback_last_status_code: callback?.lastStatusCode ?? null,
    callback_next_attempt_at: callback?.nextAttemptAt ?? null,
    warnings: printWarnings(state.warnings),
    usage_input_tokens: meters.input_tokens ?? null,
    usage_output_tokens: meters.output_tokens ?? null,
    usage_cache_read_tokens: meters.cache_read_tokens ?? null,
    usage_cache_creation_tokens: meters.cache_creation_tokens ?? null,
    usage_reasoning_tokens: meters.reasoning_tokens ?? null,
    usage_image_count: meters.image_count ?? null,
    usage_image_pixels: meters.image_pixels ?? null,
    usage_video_seconds: meters.video_seconds ?? null,
    usage_audio_seconds: meters.audio_seconds ?? null,
    usage_characters: meters.characters ?? null,
    usage_credits: usage?.credits ?? null,
    usage_lines: usage === null ? null : printShownLines(state.usage?.shown ?? []),
    charged_credits: billing?.charged ?? null,
    refunded_credits: billing?.refunded ?? null,
    settlement: billing?.settlement ?? null,
    conflict: state.conflict,
    data_removed: state.erased,
    fold_keys: JSON.stringify(foldKeysOf(state)),
    usage_record_count: state.usage?.records ?? null,
    usage_line_count: state.usage?.lines ?? null,
    charge_count: countOrNull(state.ledger.charges),
    refund_count: countOrNull(state.ledger.refunds),
  };
}

function countOrNull(count: number): number | null {
  return count === 0 ? null : count;
}

const NO_METERS: NonNullable<TaskView['usage']>['meters'] = {};

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
