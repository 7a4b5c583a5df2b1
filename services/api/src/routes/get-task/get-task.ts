import { getTaskQuery, OPERATIONS } from '@taskfold/contract';
import { renderTask, type TaskView } from '@taskfold/fold';
import { ApiError } from '../../errors/api-error.ts';
import { PRIVATE_CACHING } from '../../http/caching.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { taskIdOf } from '../../http/task-id.ts';
import { callerOf } from '../../middleware/request-context/request-context.ts';
import { readQuery } from '../../query/read-query.ts';
import { matchesEtag, taskEtag } from './etag.ts';

/** Reads one task as its tenant may see it; null where that tenant has no such task. */
export interface TaskReader {
  get(tenantId: string, taskId: string, signal?: AbortSignal): Promise<TaskView | null>;
}

/** `GET /v1/tasks/{task_id}`: the task's envelope, or 304 where `If-None-Match` names its revision. */
export function getTask(reader: TaskReader): Route {
  return routeOf(OPERATIONS.getTask, async (request, context): Promise<Reply> => {
    const taskId = taskIdOf(request);
    if (request.url.includes('?')) readQuery(getTaskQuery, request.url);
    const view = await reader.get(callerOf(context).tenantId, taskId, context.signal);
    if (view === null) throw new ApiError('task_not_found');
    const etag = taskEtag(view.revision);
    const headers = ['ETag', etag, ...PRIVATE_CACHING];
    if (matchesEtag(request.headers['if-none-match'], etag)) return { status: 304, headers, body: null };
    return { status: 200, headers, body: renderTask(view) };
  });
}
