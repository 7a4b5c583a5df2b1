import { callbackAttemptsQuery } from '@taskfold/contract';
import { renderCallbackAttempt } from '@taskfold/fold';
import type { Deliveries } from '../callbacks/deliveries.ts';
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
    print: renderCallbackAttempt,
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
