import { createHash } from 'node:crypto';
import { cancelTaskBody, IDENTIFIER, instantFromMilliseconds, OPERATIONS } from '@taskfold/contract';
import type { TaskReader } from '@taskfold/database';
import { renderTask, type VisibleTask } from '@taskfold/fold';
import type { EncodeSystemEvent } from '@taskfold/kafka';
import { ulid } from 'ulid';
import { readJson } from '../../body/read-json.ts';
import type { ChangeReader } from '../../changes/change-reader.ts';
import { callerOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { EventPublisher } from '../../events/publisher.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { taskIdOf } from '../../http/task-id.ts';
import { type IdempotencyKeys, idempotencyKeyOf, once } from '../../idempotency/once.ts';
import { waitForTask } from '../get-task/wait-for-task.ts';

export interface CancelTaskOptions {
  readonly tasks: TaskReader;
  readonly changes: Pick<ChangeReader, 'watch' | 'hasPassed'>;
  readonly publisher: EventPublisher;
  readonly encode: EncodeSystemEvent;
  readonly idempotency: IdempotencyKeys;
  /** How long the answer waits for the projection to show the request. */
  readonly waitMs?: number;
}

const SOURCE = '/taskfold/api';
const BUSY_FOR_MS = 30_000;

/**
 * `POST /v1/tasks/{task_id}/cancel`: asks for a task to end. 200 where it has ended, 202 where that was or is asked for;
 * only a first request publishes an event.
 */
export function cancelTask(options: CancelTaskOptions): Route {
  const { tasks, changes, publisher, encode, idempotency, waitMs = 2000 } = options;

  async function cancel(task: Asked, eventId: string, signal: AbortSignal): Promise<Reply> {
    const { tenantId, taskId } = task;
    const view = await tasks.get(tenantId, taskId, signal);
    if (view === null) throw new ApiError('task_not_found');
    if (view.completed_at !== null) return answer(200, view);
    if (view.cancel_requested_at !== null) return answer(202, view);

    const now = Date.now();
    const record = encode({
      id: eventId,
      source: SOURCE,
      type: 'task.cancel_requested',
      time: new Date(now).toISOString(),
      subject: taskId,
      tenantid: tenantId,
      ...(task.traceparent === null ? {} : { extensions: { traceparent: task.traceparent } }),
      data: requested(task),
    });
    const [position] = await publisher.publish([record]);
    const until = () => true;
    const waiting = { tasks, changes, tenantId, taskId, position, until, timeLimitMs: waitMs, signal };
    const after = (await waitForTask(waiting)) ?? view;
    return answer(202, after.cancel_requested_at === null ? asRequested(after, now, task.reason) : after);
  }

  return routeOf(OPERATIONS.cancelTask, async (request, context): Promise<Reply> => {
    const { tenantId } = callerOf(context);
    const taskId = taskIdOf(request);
    const reason = readJson(cancelTaskBody, request.body).reason ?? undefined;
    const key = idempotencyKeyOf(request);
    const { requestId, traceparent } = context;
    const task = { tenantId, taskId, reason, requestId, traceparent };
    if (key === null) return await cancel(task, `cancel_${ulid()}`, context.signal);
    const content = ['cancel', taskId, reason ?? ''];
    return await once(idempotency, { tenantId, key, content }, BUSY_FOR_MS, () =>
      cancel(task, eventIdOf(tenantId, taskId, key), context.signal),
    );
  });
}

interface Asked {
  readonly tenantId: string;
  readonly taskId: string;
  readonly reason: string | undefined;
  readonly requestId: string;
  readonly traceparent: string | null;
}

/** A client may name its request by more than an identifier can say; then the event does without. */
function requested({ reason, requestId }: Asked) {
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(IDENTIFIER.test(requestId) ? { request_id: requestId } : {}),
  };
}

/** The same for the same key, so that a request that is repeated is one event, however often it reached the log. */
function eventIdOf(tenantId: string, taskId: string, key: string): string {
  const text = JSON.stringify([tenantId, taskId, key]);
  return `cancel_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

function asRequested(view: VisibleTask, atMs: number, reason: string | undefined): VisibleTask {
  const outcome =
    view.completed_at === null ? 'pending' : view.status === 'canceled' ? 'confirmed' : 'lost_race';
  return {
    ...view,
    cancel_requested_at: instantFromMilliseconds(atMs),
    cancel_reason: reason ?? null,
    cancel_outcome: outcome,
  };
}

function answer(status: number, view: VisibleTask): Reply {
  return { status, headers: ['Cache-Control', 'no-store'], body: renderTask(view) };
}
