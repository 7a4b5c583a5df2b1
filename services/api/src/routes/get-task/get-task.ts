import { renderTask, type TaskView } from '@taskfold/fold';
import { ApiError } from '../../errors/api-error.ts';
import type { Reply } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import { callerOf } from '../../middleware/request-context/request-context.ts';
import { matchesEtag, taskEtag } from './etag.ts';

/** Reads one task as its tenant may see it; null where that tenant has no such task. */
export interface TaskReader {
  get(tenantId: string, taskId: string, signal?: AbortSignal): Promise<TaskView | null>;
}

const TASK_ID = /^[A-Za-z0-9_-]{1,128}$/;

/** Answers are for the one who asked, and are good for as long as the tag stays the same. */
const CACHING = ['Cache-Control', 'private, no-cache', 'Vary', 'Authorization'];

/** `GET /v1/tasks/{task_id}`: the task's envelope, or 304 where `If-None-Match` names its revision. */
export function getTask(reader: TaskReader): Route {
  return {
    method: 'GET',
    template: '/v1/tasks/{task_id}',
    scope: 'tasks:read',
    handle: async (request, context): Promise<Reply> => {
      const taskId = request.params.task_id;
      // An id that no task can have is not worth a query, nor an answer of its own.
      if (typeof taskId !== 'string' || !TASK_ID.test(taskId)) throw new ApiError('task_not_found');
      const view = await reader.get(callerOf(context).tenantId, taskId, context.signal);
      if (view === null) throw new ApiError('task_not_found');
      const etag = taskEtag(view.revision);
      const headers = ['ETag', etag, ...CACHING];
      if (matchesEtag(request.headers['if-none-match'], etag)) return { status: 304, headers, body: null };
      return { status: 200, headers, body: renderTask(view) };
    },
  };
}
