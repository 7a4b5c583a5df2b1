import { callbackAttemptsQuery, toWireTime, toWireTimeOrNull } from '@taskfold/contract';
import type { Deliveries, LoggedAttempt } from '../callbacks/deliveries.ts';
import { ErrorAnswer } from '../http/error-answer.ts';
import type { Handler } from '../http/exchange.ts';
import { uncached } from '../http/pages.ts';
import type { Projection } from '../projection/projection.ts';
import { listOf, taskOf } from './task-records.ts';

/** `GET /v1/tasks/{task_id}/callback/attempts`: the delivery log of a task. */
export function listCallbackAttempts(projection: Projection, deliveries: Deliveries): Handler {
  return listOf(projection, {
    name: 'callback_attempts',
    query: callbackAttemptsQuery,
    items: ({ view }) => deliveries.attempts(view.task_id),
    place: ({ startedAt, type, attempt }) => [startedAt, type, attempt],
    print: attemptJson,
  });
}

/** `POST /v1/tasks/{task_id}/callback/redeliver`: tells of the end once more, now. */
export function redeliverCallback(projection: Projection, deliveries: Deliveries): Handler {
  return (exchange) => {
    const { task_id } = taskOf(projection, exchange).view;
    const again = deliveries.again(task_id);
    if (again === undefined) throw new ErrorAnswer('callback_not_configured');
    const { id: delivery_id, type } = again;
    return uncached(JSON.stringify({ object: 'callback_redelivery', task_id, delivery_id, type }), 202);
  };
}

function attemptJson(attempt: LoggedAttempt): string {
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
