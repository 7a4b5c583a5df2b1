import { OPERATIONS } from '@taskfold/contract';
import type { Redelivered, RedeliverOptions, TaskReader } from '@taskfold/database';
import { abortable } from '@taskfold/runtime';
import { callerOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { taskIdOf } from '../../http/task-id.ts';

/** What makes deliveries due. */
export interface Redeliverer {
  redeliver(options: RedeliverOptions): Promise<Redelivered>;
}

/** `POST /v1/tasks/{task_id}/callback/redeliver`: has the end of a task told once more, now. */
export function redeliverCallback(tasks: TaskReader, deliveries: Redeliverer): Route {
  return routeOf(OPERATIONS.redeliverCallback, async (request, context): Promise<Reply> => {
    const { tenantId } = callerOf(context);
    const { signal } = context;
    const taskId = taskIdOf(request);
    if ((await tasks.get(tenantId, taskId, signal)) === null) throw new ApiError('task_not_found');
    const result = await abortable(deliveries.redeliver({ tenantId, taskId }), signal);
    // Also before the end and after an erasure: there is nothing that could be told.
    if (result.kind === 'not_found' || result.kind === 'erased')
      throw new ApiError('callback_not_configured');
    const { deliveryId: delivery_id, type } = result;
    const body = JSON.stringify({ object: 'callback_redelivery', task_id: taskId, delivery_id, type });
    return { status: 202, headers: ['Cache-Control', 'no-store'], body };
  });
}
