import type { CallbackEvent, CallbackOutcome, Instant } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';
import type { ClaimedDelivery } from './claim-deliveries.ts';

/** Source of the events that tell of attempts. */
const CALLBACKS_SOURCE = '/taskfold/callbacks';

export interface FinishedAttempt {
  readonly delivery: Pick<ClaimedDelivery, 'tenantId' | 'taskId' | 'type' | 'partition' | 'leaseToken'>;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly durationMs: number;
  readonly outcome: CallbackOutcome;
  readonly error: string | null;
  readonly statusCode: number | null;
  /** More about it, for operators. */
  readonly detail: string | null;
  /** Given exactly when the outcome is `retrying`. */
  readonly nextAttemptAt: Instant | null;
  readonly responseStart: Buffer | null;
}

export interface RecordedAttempt {
  readonly tenantId: string;
  readonly taskId: string;
  readonly type: CallbackEvent;
  /** Counted from 1. */
  readonly attempt: number;
}

const RECORD = `
  WITH finished AS (
    SELECT *, decode(response_base64, 'base64') AS response_start FROM json_to_recordset($1::json) AS r(
      tenant_id text, task_id text, type text, kafka_partition integer, lease_token uuid, outcome text, error text, detail text,
      started_at timestamptz, finished_at timestamptz, next_attempt_at timestamptz, duration_ms integer, status_code integer,
      response_base64 text)
  ), counted AS (
    UPDATE deliveries d
    SET state = CASE f.outcome WHEN 'retrying' THEN 'waiting' ELSE f.outcome END,
      due_at = coalesce(f.next_attempt_at, d.due_at),
      attempt_count = d.attempt_count + 1, schedule_step = d.schedule_step + 1,
      delivered_at = CASE WHEN f.outcome = 'delivered' THEN coalesce(d.delivered_at, f.finished_at) ELSE d.delivered_at END,
      lease_token = NULL, lease_until = NULL
    FROM finished f
    WHERE d.tenant_id = f.tenant_id AND d.task_id = f.task_id AND d.type = f.type
      AND d.kafka_partition = f.kafka_partition AND d.state = 'leased' AND d.lease_token = f.lease_token
    RETURNING d.delivery_id, d.attempt_count, f.*
  ), logged AS (
    INSERT INTO callback_attempts (tenant_id, task_id, type, attempt, delivery_id, started_at, duration_ms, outcome, error,
      status_code, detail, next_attempt_at, response_start, kafka_partition)
    SELECT tenant_id, task_id, type, attempt_count, delivery_id, started_at, duration_ms, outcome, error, status_code,
      detail, next_attempt_at, response_start, kafka_partition
    FROM counted
  ), published AS (
    INSERT INTO event_outbox (kafka_partition, tenant_id, task_id, source, event_id, type, event_time, data)
    SELECT kafka_partition, tenant_id, task_id, '${CALLBACKS_SOURCE}', delivery_id || ':' || attempt_count, 'task.callback_attempted',
      finished_at, jsonb_strip_nulls(jsonb_build_object('delivery_id', delivery_id, 'attempt', attempt_count, 'type', type,
        'outcome', outcome, 'status_code', status_code, 'error', error,
        'next_attempt_at', to_char(next_attempt_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
    FROM counted
  )
  SELECT tenant_id, task_id, type, attempt_count FROM counted`;

interface Row {
  readonly tenant_id: string;
  readonly task_id: string;
  readonly type: CallbackEvent;
  readonly attempt_count: number;
}

/**
 * Notes what became of attempts: in one transaction the delivery's next state, a line of its log, and an event for the
 * log of all tasks. An attempt whose lease was lost meanwhile is left out: its delivery is tried again by somebody else.
 * This month must be there.
 *
 * @returns those that were noted
 */
export async function recordAttempts(
  pool: Queryable,
  attempts: readonly FinishedAttempt[],
): Promise<RecordedAttempt[]> {
  if (attempts.length === 0) return [];
  const rows = attempts.map(({ delivery, ...attempt }) => ({
    tenant_id: delivery.tenantId,
    task_id: delivery.taskId,
    type: delivery.type,
    kafka_partition: delivery.partition,
    lease_token: delivery.leaseToken,
    outcome: attempt.outcome,
    error: attempt.error,
    detail: attempt.detail,
    started_at: attempt.startedAt,
    finished_at: attempt.finishedAt,
    next_attempt_at: attempt.nextAttemptAt,
    duration_ms: Math.round(attempt.durationMs),
    status_code: attempt.statusCode,
    response_base64: attempt.responseStart?.toString('base64') ?? null,
  }));
  const { rows: recorded } = await pool.query<Row>({
    name: 'record_attempts',
    text: RECORD,
    values: [JSON.stringify(rows)],
  });
  return recorded.map((row) => ({
    tenantId: row.tenant_id,
    taskId: row.task_id,
    type: row.type,
    attempt: row.attempt_count,
  }));
}
