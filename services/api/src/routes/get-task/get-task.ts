import { getTaskQuery, OPERATIONS } from '@taskfold/contract';
import type { TaskReader } from '@taskfold/database';
import type { VisibleTask } from '@taskfold/fold';
import type { Request } from 'express';
import type { ChangeReader } from '../../changes/change-reader.ts';
import { callerOf, type RequestContext } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import { PRIVATE_CACHING } from '../../http/caching.ts';
import { preferredWait } from '../../http/preferences.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { taskIdOf } from '../../http/task-id.ts';
import type { LiveRequests } from '../../live/live-requests.ts';
import { readQuery } from '../../query/read-query.ts';
import { matchesEtag, taskEtag } from './etag.ts';
import { renderOnce } from './render-once.ts';
import { waitForTask } from './wait-for-task.ts';

export interface GetTaskOptions {
  readonly tasks: TaskReader;
  readonly changes: Pick<ChangeReader, 'watch' | 'hasPassed'>;
  readonly live: Pick<LiveRequests, 'enter'>;
}

/** What a held answer may take beyond the time that it was asked to be held. */
const MARGIN_MS = 5000;

/**
 * `GET /v1/tasks/{task_id}`: the task's envelope, or 304 where `If-None-Match` names its revision. `Prefer: wait=N` holds
 * the answer until the task is as the request wants it.
 */
export function getTask({ tasks, changes, live }: GetTaskOptions): Route {
  async function held(request: Request, context: RequestContext, taskId: string, seconds: number) {
    const query = readQuery(getTaskQuery, request.url);
    const leave = live.enter(context, 'wait');
    context.allow(seconds * 1000 + MARGIN_MS);
    try {
      return await waitForTask({
        tasks,
        changes,
        tenantId: callerOf(context).tenantId,
        taskId,
        position: query.min_position,
        until: conditionOf(request.headers['if-none-match'], query),
        timeLimitMs: seconds * 1000,
        signal: context.signal,
      });
    } finally {
      leave();
    }
  }

  return routeOf(OPERATIONS.getTask, async (request, context): Promise<Reply> => {
    const taskId = taskIdOf(request);
    const seconds = request.headers.prefer === undefined ? null : preferredWait(request.headers.prefer);
    if (seconds === null && request.url.includes('?')) readQuery(getTaskQuery, request.url);
    const view =
      seconds === null
        ? await tasks.get(callerOf(context).tenantId, taskId, context.signal)
        : await held(request, context, taskId, seconds);
    if (view === null) throw new ApiError('task_not_found');
    const etag = taskEtag(view.revision);
    const applied = seconds === null ? [] : ['Preference-Applied', `wait=${seconds}`];
    const headers = ['ETag', etag, ...PRIVATE_CACHING, ...applied];
    if (matchesEtag(request.headers['if-none-match'], etag)) return { status: 304, headers, body: null };
    return { status: 200, headers, body: renderOnce(view) };
  });
}

/** All that was asked for must hold; where nothing was, the task must have ended. */
function conditionOf(
  ifNoneMatch: string | undefined,
  query: { readonly min_revision?: number | undefined; readonly min_position?: unknown },
): (view: VisibleTask | null) => boolean {
  const { min_revision: minRevision, min_position: minPosition } = query;
  if (ifNoneMatch === undefined && minRevision === undefined) {
    return minPosition === undefined ? (view) => view !== null && view.completed_at !== null : () => true;
  }
  return (view) =>
    view !== null &&
    (minRevision === undefined || view.revision >= minRevision) &&
    (ifNoneMatch === undefined || !matchesEtag(ifNoneMatch, taskEtag(view.revision)));
}
