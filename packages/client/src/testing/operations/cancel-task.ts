import { randomUUID } from 'node:crypto';
import { cancelTaskBody, instantFromMilliseconds } from '@taskfold/contract';
import { renderTask, type VisibleTask, withoutContent } from '@taskfold/fold';
import { ErrorAnswer, invalidRequest } from '../http/error-answer.ts';
import type { Exchange, Handler } from '../http/exchange.ts';
import { uncached } from '../http/pages.ts';
import { readBody } from '../http/read-request.ts';
import { systemEvent } from '../projection/check-event.ts';
import type { Projection } from '../projection/projection.ts';
import { taskOf } from './task-records.ts';

const SOURCE = '/taskfold/api';
const KEY = /^[\x21-\x7e]{1,255}$/;
/** How long an answer waits for the projection to show what was asked for. */
const SHOWN_WITHIN_MS = 2_000;

/** `POST /v1/tasks/{task_id}/cancel`: only a first request is an event. */
export function cancelTask(projection: Projection): Handler {
  /** By idempotency key, what was asked for. */
  const asked = new Map<string, string>();
  return async (exchange) => {
    const taskId = exchange.path.task_id ?? '';
    const reason = readBody(cancelTaskBody, exchange).reason ?? undefined;
    remember(asked, exchange, JSON.stringify([taskId, reason]));
    const { view } = taskOf(projection, exchange);
    if (view.completed_at !== null) return uncached(renderTask(view));
    if (view.cancel_requested_at !== null) return uncached(renderTask(view), 202);
    const now = Date.now();
    projection.append(
      systemEvent({
        id: `cancel_${randomUUID()}`,
        source: SOURCE,
        type: 'task.cancel_requested',
        time: new Date(now).toISOString(),
        subject: taskId,
        data: reason === undefined ? {} : { reason },
      }),
    );
    const after = await shown(projection, exchange);
    const requested: VisibleTask = {
      ...after,
      cancel_requested_at: instantFromMilliseconds(now),
      cancel_reason: reason ?? null,
      cancel_outcome: 'pending',
    };
    return uncached(renderTask(after.cancel_requested_at === null ? requested : after), 202);
  };
}

/** @throws ErrorAnswer where the key is none, or came with another request */
function remember(asked: Map<string, string>, { headers }: Exchange, content: string): void {
  const key = headers['idempotency-key'];
  if (key === undefined) return;
  if (typeof key !== 'string' || !KEY.test(key))
    throw invalidRequest([
      { path: ['Idempotency-Key'], message: 'must be 1 to 255 visible ASCII characters' },
    ]);
  if ((asked.get(key) ?? content) !== content)
    throw new ErrorAnswer('idempotency_conflict', { param: '/Idempotency-Key' });
  asked.set(key, content);
}

/** `DELETE /v1/tasks/{task_id}`: has its content removed. */
export function eraseTask(projection: Projection): Handler {
  return async (exchange) => {
    const { view } = taskOf(projection, exchange);
    if (view.data_removed) return uncached(renderTask(view));
    projection.append(
      systemEvent({
        id: `erase_${view.task_id}`,
        source: SOURCE,
        type: 'task.erased',
        time: new Date().toISOString(),
        subject: view.task_id,
        data: {},
      }),
    );
    const after = await shown(projection, exchange);
    return uncached(renderTask(after.data_removed ? after : withoutContent(after)), 202);
  };
}

/** The task when all that is in the log by now is folded, or as it is when that takes too long. */
async function shown(projection: Projection, exchange: Exchange): Promise<VisibleTask> {
  const { end } = projection;
  const deadline = performance.now() + SHOWN_WITHIN_MS;
  for (;;) {
    const leftMs = deadline - performance.now();
    if (projection.folded >= end || leftMs <= 0) return taskOf(projection, exchange).view;
    await projection.moved.next(exchange.signal, leftMs);
  }
}
