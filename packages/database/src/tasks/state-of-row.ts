import { METERS, type Meter } from '@taskfold/contract';
import type { Creation, End, TaskState } from '@taskfold/fold';
import { type FoldKeys, keyAt, wholeKey } from './fold-keys.ts';
import { readObject, readShownLines, readStages, readWarnings } from './json-columns.ts';
import type { TaskRow } from './task-row.ts';

/** The very state that {@link rowOfState} was given: it folds on as if it had never left memory. */
export function stateOfRow(row: TaskRow): TaskState {
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
    usage: usageOf(row),
    ledger: ledgerOf(row),
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

/** @throws Error for a row that a version without counts has written since the migration. */
function usageOf(row: TaskRow): TaskState['usage'] {
  const { usage_credits: credits, usage_record_count: records, usage_line_count: lines } = row;
  if (credits === null) return null;
  if (records === null || lines === null) throw writtenBefore();
  const shown = row.usage_lines === null ? [] : readShownLines(row.usage_lines);
  return { records, lines, meters: metersOf(row), credits, shown };
}

/** @throws Error as {@link usageOf} does. */
function ledgerOf(row: TaskRow): TaskState['ledger'] {
  const { charged_credits, refunded_credits, charge_count, refund_count } = row;
  const isCounted = (credits: string | null, count: number | null) =>
    count !== null || credits === null || credits === '0';
  if (!isCounted(charged_credits, charge_count) || !isCounted(refunded_credits, refund_count))
    throw writtenBefore();
  return {
    charges: charge_count ?? 0,
    charged: charged_credits ?? '0',
    refunds: refund_count ?? 0,
    refunded: refunded_credits ?? '0',
  };
}

function writtenBefore(): Error {
  return new Error(
    'a row of tasks has sums without the counts that belong to them: a processor of an older version still writes. Stop it, and rebuild',
  );
}

/** The sums of those meters that any record names. */
export function metersOf(row: Pick<TaskRow, `usage_${Meter}`>): NonNullable<TaskState['usage']>['meters'] {
  const meters: Partial<Record<Meter, string>> = {};
  for (const meter of METERS) {
    const value = row[`usage_${meter}`];
    if (value !== null) meters[meter] = value;
  }
  return meters;
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
