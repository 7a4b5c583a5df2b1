import {
  type CallbackEvent,
  type CallbackStatus,
  type CancelOutcome,
  type JsonText,
  METERS,
  type Meter,
  type Settlement,
  type TaskStatus,
} from '@taskfold/contract';
import { stageStart } from '../joins/stages.ts';
import type { TaskState } from '../state.ts';
import { callbackStatusOf, cancelOutcomeOf, deliveryOf, settlementOf } from './derived.ts';
import {
  bigint,
  decimal,
  type Fact,
  flag,
  hidden,
  instant,
  integer,
  json,
  jsonb,
  known,
  real,
  text,
  words,
} from './fact.ts';
import { foldKeysOf } from './fold-keys.ts';
import { printShownLines, printStages, printWarnings } from './json-facts.ts';

export const METER_FACTS = METERS.map((meter) => [meter, `usage_${meter}`] as const);

/** Of the meters that any usage record names. */
const METER_SUMS = Object.fromEntries(METER_FACTS.map(([, name]) => [name, decimal('course')])) as {
  [Name in Meter as `usage_${Name}`]: Fact<string | null, true>;
};

/**
 * Everything that is stored of a task, once: whatever else names facts is derived from this or checked against it. A row of
 * `tasks` is a record of these, the same when it is written and when it is read. The database explains them, and has them
 * in this order.
 */
export const TASK_FACTS = {
  tenant_id: known(text('key')),
  task_id: known(text('key')),
  created_at: instant('creation'),
  capability: text('creation'),
  model: text('creation'),
  project_id: text('creation'),
  client_request_id: text('creation'),
  deadline_at: instant('creation'),
  credits_per_usd: decimal('creation'),
  callback_url: text('creation'),
  callback_events: words<readonly CallbackEvent[]>('creation'),
  metadata: jsonb('creation'),
  input: json<JsonText>('creation'),
  output: json<JsonText>('output'),
  output_final: hidden(flag('output')),
  revision: known(bigint('progress')),
  updated_at: known(instant('progress')),
  progress_percent: real('progress'),
  progress_stage: text('progress'),
  progress_message: text('progress'),
  progress_stage_started_at: instant('progress'),
  progress_time: instant('progress'),
  progress_source: hidden(text('progress')),
  progress_event_id: hidden(text('progress')),
  stages: hidden(jsonb('progress')),
  status: known(text<TaskStatus>('course')),
  started_at: instant('course'),
  attempt: integer('course'),
  resolved_model: text('course'),
  completed_at: instant('course'),
  end_reason: hidden(text('course')),
  error_code: text('course'),
  error_message: text('course'),
  error_retryable: flag('course'),
  error_param: text('course'),
  error_details: json<JsonText>('course'),
  cancel_requested_at: instant('course'),
  cancel_reason: text('course'),
  cancel_outcome: text<CancelOutcome>('course'),
  callback_status: text<CallbackStatus>('course'),
  callback_attempt_count: integer('course'),
  callback_delivered_at: instant('course'),
  callback_last_error: text('course'),
  callback_last_status_code: integer('course'),
  callback_next_attempt_at: instant('course'),
  warnings: jsonb('lists'),
  ...METER_SUMS,
  usage_credits: decimal('course'),
  usage_lines: json('lists'),
  charged_credits: decimal('course'),
  refunded_credits: decimal('course'),
  settlement: text<Settlement>('course'),
  conflict: hidden(known(flag('course'))),
  data_removed: known(flag('course')),
  fold_keys: hidden(known(jsonb('course'))),
  usage_record_count: hidden(integer('course')),
  usage_line_count: integer('course'),
  charge_count: hidden(integer('course')),
  refund_count: hidden(integer('course')),
  api_key_id: text('creation'),
} as const satisfies Readonly<Record<string, Fact>>;

type Facts = typeof TASK_FACTS;
type ValueOf<Name extends keyof Facts> = Facts[Name] extends Fact<infer Value> ? Value : never;

/** What is known of a task: decimals, json and jsonb are texts, times are instants, `null` is "not known". */
export type TaskFacts = { readonly [Name in keyof Facts]: ValueOf<Name> };

/** What answers are made of. */
export type ShownFacts = {
  readonly [Name in keyof Facts as Facts[Name] extends Fact<unknown, true> ? Name : never]: ValueOf<Name>;
};

/** In the order in which {@link factsOf} makes their values. */
export const FACT_COLUMNS = Object.entries<Fact>(TASK_FACTS).map(([name, { type, group, shown, known }]) => ({
  name: name as keyof TaskFacts,
  type,
  group,
  shown,
  known,
}));

/** The columns that answers are made of. */
export const SHOWN_COLUMNS = FACT_COLUMNS.filter(({ shown }) => shown).map(({ name }) => name);

/**
 * The facts of a task that at least one event changed.
 *
 * One literal, its keys in the order of the table: records are made of every task that every chunk changes, and an object
 * of so many keys that is put together from others costs several times as much.
 *
 * @throws Error for a task that no event changed: nothing is known of it.
 */
export function factsOf(state: TaskState): TaskFacts {
  const { creation, updatedAt, progress, cancelRequest, end, usage, ledger } = state;
  if (updatedAt === null) throw new Error(`no event changed the task ${state.taskId}`);
  const error = end?.error ?? null;
  const meters = usage?.meters ?? NO_METERS;
  const settlement = settlementOf(state);
  const delivery = deliveryOf(state);
  const callbackStatus = callbackStatusOf(state, delivery);
  return {
    tenant_id: state.tenantId,
    task_id: state.taskId,
    created_at: creation?.key.time ?? null,
    capability: creation?.capability ?? null,
    model: creation?.model ?? null,
    project_id: creation?.project_id ?? null,
    client_request_id: creation?.client_request_id ?? null,
    deadline_at: creation?.deadline_at ?? null,
    credits_per_usd: creation?.credits_per_usd ?? null,
    callback_url: creation?.callback?.url ?? null,
    callback_events: creation?.callback?.events ?? null,
    metadata: creation === null ? null : JSON.stringify(creation.metadata),
    input: creation?.input ?? null,
    output: state.output?.text ?? null,
    output_final: state.output?.final ?? null,
    revision: state.revision,
    updated_at: updatedAt,
    progress_percent: progress?.percent ?? null,
    progress_stage: progress?.stage ?? null,
    progress_message: progress?.message ?? null,
    progress_stage_started_at:
      progress === null || progress.stage === null ? null : stageStart(state.stages, progress.stage),
    progress_time: progress?.key.time ?? null,
    progress_source: progress?.key.source ?? null,
    progress_event_id: progress?.key.id ?? null,
    stages: printStages(state.stages),
    status: state.status,
    started_at: state.startedAt,
    attempt: state.attempt,
    resolved_model: state.resolvedModel?.value ?? null,
    completed_at: end?.key.time ?? null,
    end_reason: end?.reason ?? null,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
    error_retryable: error?.retryable ?? null,
    error_param: error?.param ?? null,
    error_details: error?.details ?? null,
    cancel_requested_at: cancelRequest?.key.time ?? null,
    cancel_reason: cancelRequest?.reason ?? null,
    cancel_outcome: cancelOutcomeOf(state),
    callback_status: callbackStatus,
    callback_attempt_count: callbackStatus === null ? null : (delivery?.attempt ?? 0),
    callback_delivered_at: delivery?.deliveredAt ?? null,
    callback_last_error: delivery?.error ?? null,
    callback_last_status_code: delivery?.statusCode ?? null,
    callback_next_attempt_at: callbackStatus === 'retrying' ? (delivery?.nextAttemptAt ?? null) : null,
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
    usage_lines: usage === null ? null : printShownLines(usage.shown),
    charged_credits: settlement === null ? null : ledger.charged,
    refunded_credits: settlement === null ? null : ledger.refunded,
    settlement,
    conflict: state.conflict,
    data_removed: state.erased,
    fold_keys: JSON.stringify(foldKeysOf(state)),
    usage_record_count: usage?.records ?? null,
    usage_line_count: usage?.lines ?? null,
    charge_count: countOrNull(ledger.charges),
    refund_count: countOrNull(ledger.refunds),
    api_key_id: creation?.api_key_id ?? null,
  };
}

const NO_METERS: NonNullable<TaskState['usage']>['meters'] = {};

function countOrNull(count: number): number | null {
  return count === 0 ? null : count;
}
