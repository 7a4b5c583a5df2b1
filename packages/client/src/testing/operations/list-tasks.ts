import {
  batchGetBody,
  EXPANDABLE_PARTS,
  type ExpandablePart,
  type ListTasksQuery,
  listTasksQuery,
} from '@taskfold/contract';
import { renderSummary } from '@taskfold/fold';
import type { Handler } from '../http/exchange.ts';
import { cached, pageJson, pageOf, placeOf } from '../http/pages.ts';
import { readBody, readQuery } from '../http/read-request.ts';
import { type Grant, isGranted } from '../projection/grant.ts';
import type { Projection, ShownTask } from '../projection/projection.ts';
import { passes } from '../projection/task-filters.ts';

/** `GET /v1/tasks`: a page of summaries, or those of the ids that are asked for. */
export function listTasks(projection: Projection): Handler {
  return (exchange) => {
    const query = readQuery(listTasksQuery, exchange);
    if (query.ids !== undefined) return byIds(projection, exchange.grant, query.ids, query.expand);
    const { limit, cursor, expand, order, ...filters } = query;
    const list = ['tasks', order, filters];
    const after = placeOf(list, cursor);
    const sign = order === 'desc' ? -1 : 1;
    const rest = projection
      .tasks()
      .filter((task) => passes(filters, task) && isGranted(exchange.grant, task))
      .sort((left, right) => sign * compare(place(left), place(right)))
      .filter((task) => after === undefined || sign * compare(place(task), after) > 0);
    const parts = expandedParts(expand);
    return pageOf({ rest, limit, list, place, print: ({ view }) => renderSummary(view, parts) });
  };
}

/** `POST /v1/tasks/batch-get`: the summaries of many ids. */
export function batchGetTasks(projection: Projection): Handler {
  return (exchange) => {
    const { ids, expand } = readBody(batchGetBody, exchange);
    return byIds(projection, exchange.grant, ids, expand ?? undefined);
  };
}

/** Never in more than one page: they are at most as many as one holds. */
function byIds(
  projection: Projection,
  grant: Grant | null,
  ids: readonly string[],
  expand: ListTasksQuery['expand'],
) {
  const parts = expandedParts(expand);
  const found = [...new Set(ids)]
    .flatMap((id) => projection.task(id) ?? [])
    .filter((task) => isGranted(grant, task));
  return cached(
    pageJson(
      found.map(({ view }) => renderSummary(view, parts)),
      null,
      false,
    ),
  );
}

const place = ({ view }: ShownTask) => [view.created_at, view.task_id] as const;

function compare(left: readonly (string | number)[], right: readonly (string | number)[]): number {
  const at = left[0] === right[0] ? 1 : 0;
  const [one = '', other = ''] = [left[at], right[at]];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The parts that `expand` names; `all` is all of them. */
export function expandedParts(expand: ListTasksQuery['expand']): ReadonlySet<ExpandablePart> {
  if (expand?.includes('all')) return new Set(EXPANDABLE_PARTS);
  return new Set(expand?.filter((part) => part !== 'all'));
}
