import type { Creation, End, LedgerEntry, TaskState, UsageRecord } from '@taskfold/fold';
import { type FoldKeys, keyAt, wholeKey } from './fold-keys.ts';
import { readObject, readStages, readWarnings } from './json-columns.ts';
import type { TaskRow } from './task-row.ts';

/** What the rows of other tables hold of a task. */
export interface TaskParts {
  /** By (time, source, id). */
  readonly usage: readonly UsageRecord[];
  /** By (kind, entryId). */
  readonly ledger: readonly LedgerEntry[];
}

/** The very state that {@link rowOfState} was given: it folds on as if it had never left memory. */
export function stateOfRow(row: TaskRow, { usage, ledger }: TaskParts): TaskState {
  const keys = readObject<FoldKeys>(row.fold_keys);
  return {
    tenantId: row.tenant_id,
    taskId: row.task_id,
    revision: row.revision,
    updatedAt: row.updated_at,
    creation: creationOf(row, keys),
    status: row.status,
    startedAt: row.started_at,
    attempt: row.attempt,
    resolvedModel:
      row.resolved_model === null || keys.resolved_model === undefined
        ? null
        : { key: wholeKey(keys.resolved_model), value: row.resolved_model },
    progress: progressOf(row),
    stages: readStages(row.stages),
    output:
      keys.output === undefined
        ? null
        : { key: wholeKey(keys.output), final: row.output_final === true, text: row.output },
    warnings: readWarnings(row.warnings),
    usage,
    ledger,
    settled: row.settlement === 'final',
    cancelRequest:
      row.cancel_requested_at === null
        ? null
        : { key: keyAt(row.cancel_requested_at, keys.cancel_requested), reason: row.cancel_reason },
    end: endOf(row, keys),
    callbacks: keys.callbacks ?? [],
    conflict: row.conflict,
    erased: row.data_removed,
  };
}

function creationOf(row: TaskRow, keys: FoldKeys): Creation | null {
  const { created_at, capability, model, credits_per_usd, metadata } = row;
  if (created_at === null || capability === null || model === null || credits_per_usd === null) return null;
  return {
    key: keyAt(created_at, keys.created),
    capability,
    model,
    input: row.input,
    metadata: metadata === null ? {} : readObject<Creation['metadata']>(metadata),
    projectId: row.project_id,
    clientRequestId: row.client_request_id,
    deadlineAt: row.deadline_at,
    callback: row.callback_events === null ? null : { url: row.callback_url, events: row.callback_events },
    creditsPerUsd: credits_per_usd,
  };
}

function progressOf(row: TaskRow): TaskState['progress'] {
  const { progress_time: time, progress_source: source, progress_event_id: id } = row;
  if (time === null || source === null || id === null) return null;
  return {
    key: { time, source, id },
    percent: row.progress_percent,
    stage: row.progress_stage,
    message: row.progress_message,
  };
}

function endOf(row: TaskRow, keys: FoldKeys): End | null {
  const { completed_at, status } = row;
  if (completed_at === null || status === 'queued' || status === 'running') return null;
  return { key: keyAt(completed_at, keys.ended), status, error: errorOf(row), reason: row.end_reason };
}

export function errorOf(row: Pick<TaskRow, `error_${string}` & keyof TaskRow>): End['error'] {
  if (row.error_code === null) return null;
  return {
    code: row.error_code,
    message: row.error_message ?? '',
    retryable: row.error_retryable === true,
    param: row.error_param,
    details: row.error_details,
  };
}
