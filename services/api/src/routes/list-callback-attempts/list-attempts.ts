import type { CallbackEvent, CallbackOutcome, Instant } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';
import type { LoggedAttempt } from '@taskfold/fold';

/** An attempt of the log, and where it stands in it. */
export interface ListedAttempt extends LoggedAttempt {
  /** With type and attempt the place in the list. */
  readonly recordedAt: Instant;
}

export interface ListAttemptsOptions {
  readonly tenantId: string;
  readonly taskId: string;
  readonly limit: number;
  /** Goes on after this one. */
  readonly after?: Pick<ListedAttempt, 'recordedAt' | 'type' | 'attempt'>;
}

const LIST = `
  SELECT delivery_id, type, attempt, started_at, duration_ms, outcome, error, status_code, next_attempt_at, recorded_at
  FROM callback_attempts
  WHERE tenant_id = $1 AND task_id = $2
    AND (recorded_at, type, attempt) > (coalesce($4::timestamptz, '-infinity'), coalesce($5, ''), coalesce($6::int, 0))
  ORDER BY recorded_at, type, attempt LIMIT $3`;

interface Row {
  readonly delivery_id: string;
  readonly type: CallbackEvent;
  readonly attempt: number;
  readonly started_at: Instant;
  readonly duration_ms: number;
  readonly outcome: CallbackOutcome;
  readonly error: string | null;
  readonly status_code: number | null;
  readonly next_attempt_at: Instant | null;
  readonly recorded_at: Instant;
}

/** The delivery log of a task, oldest first. */
export async function listAttempts(
  pool: Queryable,
  { tenantId, taskId, limit, after }: ListAttemptsOptions,
): Promise<ListedAttempt[]> {
  const { rows } = await pool.query<Row>({
    name: 'list_attempts',
    text: LIST,
    values: [tenantId, taskId, limit, after?.recordedAt ?? null, after?.type ?? null, after?.attempt ?? null],
  });
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    type: row.type,
    attempt: row.attempt,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    outcome: row.outcome,
    error: row.error,
    statusCode: row.status_code,
    nextAttemptAt: row.next_attempt_at,
    recordedAt: row.recorded_at,
  }));
}
