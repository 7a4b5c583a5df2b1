import { countedRange, MAX_COUNTED_DAYS, taskCountsQuery } from '@taskfold/contract';
import { invalidRequest } from '../http/error-answer.ts';
import type { Handler } from '../http/exchange.ts';
import { cached } from '../http/pages.ts';
import { readQuery } from '../http/read-request.ts';
import type { Projection } from '../projection/projection.ts';
import { passes } from '../projection/task-filters.ts';

/** `GET /v1/task-counts`: how many tasks were created in each hour, by where they stand. */
export function countTasks(projection: Projection): Handler {
  return (exchange) => {
    const range = countedRange(readQuery(taskCountsQuery, exchange), Date.now());
    if (range === null) {
      const message = `makes more than ${MAX_COUNTED_DAYS} days: narrow the range`;
      throw invalidRequest([{ path: ['created_after'], message }]);
    }
    const within = { created_after: range.from, created_before: range.before };
    const groups = new Map<string, number>();
    for (const task of projection.tasks()) {
      if (!passes(within, task)) continue;
      const group = `${task.view.created_at.slice(0, 13)}:00:00.000Z ${task.view.status}`;
      groups.set(group, (groups.get(group) ?? 0) + 1);
    }
    const data = [...groups]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([group, tasks]) => {
        const [hour, status] = group.split(' ');
        return { hour, status, tasks };
      });
    return cached(JSON.stringify({ object: 'list', data }));
  };
}
