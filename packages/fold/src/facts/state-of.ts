import type { Meter } from '@taskfold/contract';
import type { Creation, End, TaskState } from '../state.ts';
import { type FoldKeys, keyAt, wholeKey } from './fold-keys.ts';
import { readObject, readShownLines, readStages, readWarnings } from './json-facts.ts';
import { FACT_COLUMNS, METER_FACTS, type TaskFacts } from './task-facts.ts';

/** The very state that {@link factsOf} was given: it folds on as if it had never left memory. */
export function stateOf(facts: TaskFacts): TaskState {
  const keys = readObject<FoldKeys>(facts.fold_keys);
  return {
    tenantId: facts.tenant_id,
    taskId: facts.task_id,
    revision: facts.revision,
    updatedAt: facts.updated_at,
    creation: creationOf(facts, keys),
    status: facts.status,
    startedAt: facts.started_at,
    attempt: facts.attempt,
    resolvedModel:
      facts.resolved_model === null || keys.resolved_model === undefined
        ? null
        : { key: wholeKey(keys.resolved_model), value: facts.resolved_model },
    progress: progressOf(facts),
    stages: readStages(facts.stages),
    output:
      keys.output === undefined
        ? null
        : { key: wholeKey(keys.output), final: facts.output_final === true, text: facts.output },
    warnings: readWarnings(facts.warnings),
    usage: usageOf(facts),
    ledger: ledgerOf(facts),
    settled: facts.settlement === 'final',
    cancelRequest:
      facts.cancel_requested_at === null
        ? null
        : { key: keyAt(facts.cancel_requested_at, keys.cancel_requested), reason: facts.cancel_reason },
    end: endOf(facts, keys),
    callbacks: keys.callbacks ?? [],
    conflict: facts.conflict,
    erased: facts.data_removed,
  };
}

/** The facts of a creation that are stored under the names that its event has for them. */
const SAID = FACT_COLUMNS.filter(({ group }) => group === 'creation')
  .map(({ name }) => name)
  .filter((name) => !['created_at', 'metadata', 'callback_url', 'callback_events'].includes(name));

function creationOf(facts: TaskFacts, keys: FoldKeys): Creation | null {
  const { created_at, metadata, callback_url: url, callback_events: events } = facts;
  if (created_at === null) return null;
  const said: Record<string, unknown> = {
    key: keyAt(created_at, keys.created),
    metadata: metadata === null ? {} : readObject(metadata),
    callback: events === null ? null : { url, events },
  };
  for (const name of SAID) {
    const value = facts[name];
    if (value !== null) said[name] = value;
  }
  return said as unknown as Creation;
}

/** @throws Error for a row that a version without counts has written since the migration. */
function usageOf(facts: TaskFacts): TaskState['usage'] {
  const { usage_credits: credits, usage_record_count: records, usage_line_count: lines } = facts;
  if (credits === null) return null;
  if (records === null || lines === null) throw writtenBefore();
  const shown = facts.usage_lines === null ? [] : readShownLines(facts.usage_lines);
  return { records, lines, meters: metersOf(facts), credits, shown };
}

/** @throws Error as {@link usageOf} does. */
function ledgerOf(facts: TaskFacts): TaskState['ledger'] {
  const { charged_credits, refunded_credits, charge_count, refund_count } = facts;
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
function metersOf(facts: TaskFacts): NonNullable<TaskState['usage']>['meters'] {
  const meters: Partial<Record<Meter, string>> = {};
  for (const [meter, fact] of METER_FACTS) {
    const value = facts[fact];
    if (value !== null) meters[meter] = value;
  }
  return meters;
}

function progressOf(facts: TaskFacts): TaskState['progress'] {
  const { progress_time: time, progress_source: source, progress_event_id: id } = facts;
  if (time === null || source === null || id === null) return null;
  return {
    key: { time, source, id },
    percent: facts.progress_percent,
    stage: facts.progress_stage,
    message: facts.progress_message,
  };
}

function endOf(facts: TaskFacts, keys: FoldKeys): End | null {
  const { completed_at, status } = facts;
  if (completed_at === null || status === 'queued' || status === 'running') return null;
  return { key: keyAt(completed_at, keys.ended), status, error: errorOf(facts), reason: facts.end_reason };
}

function errorOf(facts: TaskFacts): End['error'] {
  if (facts.error_code === null) return null;
  return {
    code: facts.error_code,
    message: facts.error_message ?? '',
    retryable: facts.error_retryable === true,
    param: facts.error_param,
    details: facts.error_details,
  };
}
