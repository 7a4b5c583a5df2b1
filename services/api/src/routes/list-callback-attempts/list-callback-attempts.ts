import { callbackAttemptsQuery, isInstant, OPERATIONS } from '@taskfold/contract';
import type { TaskReader } from '@taskfold/database';
import { renderCallbackAttempt } from '@taskfold/fold';
import { abortable } from '@taskfold/runtime';
import { callerOf } from '../../context/request-context.ts';
import { pageJson } from '../../cursors/page-json.ts';
import type { SignedCursors } from '../../cursors/signed-cursors.ts';
import { ApiError } from '../../errors/api-error.ts';
import { PRIVATE_CACHING } from '../../http/caching.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { taskIdOf } from '../../http/task-id.ts';
import { readQuery } from '../../query/read-query.ts';
import type { ListAttemptsOptions, ListedAttempt } from './list-attempts.ts';

/** What delivery logs are read from. */
export interface AttemptReader {
  attempts(options: ListAttemptsOptions): Promise<readonly ListedAttempt[]>;
}

type Place = NonNullable<ListAttemptsOptions['after']>;

/** `GET /v1/tasks/{task_id}/callback/attempts`: a page of the delivery log of a task. */
export function listCallbackAttempts(
  tasks: TaskReader,
  reader: AttemptReader,
  cursors: SignedCursors,
): Route {
  return routeOf(OPERATIONS.listCallbackAttempts, async (request, context): Promise<Reply> => {
    const { tenantId } = callerOf(context);
    const { signal } = context;
    const taskId = taskIdOf(request);
    const { limit, cursor } = readQuery(callbackAttemptsQuery, request.url);
    const binding = ['callback_attempts', tenantId, taskId];
    const after = cursor === undefined ? undefined : placeOf(cursors.open(binding, cursor));
    if ((await tasks.get(tenantId, taskId, signal)) === null) throw new ApiError('task_not_found');
    const options = { tenantId, taskId, limit: limit + 1, ...(after && { after }) };
    const found = await abortable(reader.attempts(options), signal);
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const next = last === undefined ? null : cursors.seal(binding, textOf(last));
    const body = pageJson(page.map(renderCallbackAttempt), next, last !== undefined);
    return { status: 200, headers: PRIVATE_CACHING, body };
  });
}

function textOf({ recordedAt, type, attempt }: Place): string {
  return `${recordedAt} ${type} ${attempt}`;
}

function placeOf(payload: string | null): Place {
  const [recordedAt = '', type = '', attempt = ''] = payload?.split(' ') ?? [];
  if (!isInstant(recordedAt)) throw new ApiError('invalid_cursor', { param: '/cursor' });
  return { recordedAt, type: type as Place['type'], attempt: Number(attempt) };
}
