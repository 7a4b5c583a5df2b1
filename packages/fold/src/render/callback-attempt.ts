import {
  type CallbackEvent,
  type CallbackOutcome,
  type Instant,
  toWireTime,
  toWireTimeOrNull,
} from '@taskfold/contract';

/** One attempt to tell, as a tenant may see it: without what the receiver answered. */
export interface LoggedAttempt {
  readonly deliveryId: string;
  readonly type: CallbackEvent;
  /** Counted from 1 within the delivery. */
  readonly attempt: number;
  readonly startedAt: Instant;
  readonly durationMs: number;
  readonly outcome: CallbackOutcome;
  readonly error: string | null;
  readonly statusCode: number | null;
  readonly nextAttemptAt: Instant | null;
}

/** An attempt as the delivery log of a task shows it, as JSON text. */
export function renderCallbackAttempt(attempt: LoggedAttempt): string {
  return JSON.stringify({
    object: 'callback_attempt',
    delivery_id: attempt.deliveryId,
    type: attempt.type,
    attempt: attempt.attempt,
    outcome: attempt.outcome,
    error: attempt.error,
    status_code: attempt.statusCode,
    started_at: toWireTime(attempt.startedAt),
    duration_ms: attempt.durationMs,
    next_attempt_at: toWireTimeOrNull(attempt.nextAttemptAt),
  });
}
