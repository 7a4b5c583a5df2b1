import { OPERATIONS } from '@taskfold/contract';
import type { TaskReader } from '@taskfold/database';
import { renderTask, type VisibleTask, withoutContent } from '@taskfold/fold';
import { type EncodeSystemEvent, eraseEvent } from '@taskfold/kafka';
import type { ChangeReader } from '../../changes/change-reader.ts';
import { callerOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { EventPublisher } from '../../events/publisher.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { taskIdOf } from '../../http/task-id.ts';
import { waitForTask } from '../get-task/wait-for-task.ts';

export interface EraseTaskOptions {
  readonly tasks: TaskReader;
  readonly changes: Pick<ChangeReader, 'watch' | 'hasPassed'>;
  readonly publisher: EventPublisher;
  readonly encode: EncodeSystemEvent;
  /** How long the answer waits for the projection to have erased it. */
  readonly waitMs?: number;
}

const SOURCE = '/taskfold/api';

/** `DELETE /v1/tasks/{task_id}`: has the content of a task removed. 200 where it was removed before, else 202. */
export function eraseTask({ tasks, changes, publisher, encode, waitMs = 2000 }: EraseTaskOptions): Route {
  return routeOf(OPERATIONS.eraseTask, async (request, context): Promise<Reply> => {
    const { tenantId } = callerOf(context);
    const taskId = taskIdOf(request);
    const { signal } = context;
    const view = await tasks.get(tenantId, taskId, signal);
    if (view === null) throw new ApiError('task_not_found');
    if (view.data_removed) return answer(200, view);
    const record = encode(eraseEvent({ tenantId, taskId, source: SOURCE }));
    const [position] = await publisher.publish([record]);
    const until = () => true;
    const waiting = { tasks, changes, tenantId, taskId, position, until, timeLimitMs: waitMs, signal };
    const after = (await waitForTask(waiting)) ?? view;
    return answer(202, after.data_removed ? after : withoutContent(after));
  });
}

function answer(status: number, view: VisibleTask): Reply {
  return { status, headers: ['Cache-Control', 'no-store'], body: renderTask(view) };
}
