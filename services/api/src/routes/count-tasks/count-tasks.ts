import { countedRange, MAX_COUNTED_DAYS, OPERATIONS, taskCountsQuery } from '@taskfold/contract';
import { abortable } from '@taskfold/runtime';
import { callerOf } from '../../context/request-context.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import { PRIVATE_CACHING } from '../../http/caching.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { readQuery } from '../../query/read-query.ts';
import type { TaskCount, TaskCountsOptions } from './read-task-counts.ts';

/** What counts tasks. */
export interface TaskCounter {
  count(options: TaskCountsOptions): Promise<readonly TaskCount[]>;
}

/** `GET /v1/task-counts`: how many tasks were created in each hour, by where they stand. */
export function countTasks(counter: TaskCounter): Route {
  return routeOf(OPERATIONS.countTasks, async (request, context): Promise<Reply> => {
    const { tenantId } = callerOf(context);
    const range = countedRange(readQuery(taskCountsQuery, request.url), Date.now());
    if (range === null) {
      const message = `makes more than ${MAX_COUNTED_DAYS} days: narrow the range`;
      throw invalidRequest([{ path: ['created_after'], message }]);
    }
    const counts = await abortable(counter.count({ tenantId, ...range }), context.signal);
    const data = counts.map(({ hour, status, tasks }) => ({
      hour: new Date(hour * 1000).toISOString(),
      status,
      tasks,
    }));
    return { status: 200, headers: PRIVATE_CACHING, body: JSON.stringify({ object: 'list', data }) };
  });
}
