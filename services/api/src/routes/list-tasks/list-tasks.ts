import {
  batchGetBody,
  EXPANDABLE_PARTS,
  type ExpandablePart,
  type ListTasksQuery,
  listTasksQuery,
  OPERATIONS,
} from '@taskfold/contract';
import { renderSummary } from '@taskfold/fold';
import { abortable } from '@taskfold/runtime';
import { readJson } from '../../body/read-json.ts';
import { applies, narrowed, type TaskFilter } from '../../context/grant.ts';
import { callerOf } from '../../context/request-context.ts';
import { pageJson } from '../../cursors/page-json.ts';
import type { SignedCursors } from '../../cursors/signed-cursors.ts';
import { PRIVATE_CACHING } from '../../http/caching.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { readQuery } from '../../query/read-query.ts';
import { openIds, openPlace, sealIds, sealPlace } from './list-cursor.ts';
import type { ReadSummariesOptions, Summaries } from './read-summaries.ts';
import type { TaskPage, TaskPageOptions } from './read-task-page.ts';

/** What lists of tasks are read from. */
export interface TaskLists {
  list(options: Omit<TaskPageOptions, 'maxBytes'>): Promise<TaskPage>;
  byIds(options: Omit<ReadSummariesOptions, 'maxBytes'>): Promise<Summaries>;
}

/** `GET /v1/tasks`: a page of summaries, or those of the ids that are asked for. */
export function listTasks(lists: TaskLists, cursors: SignedCursors): Route {
  async function page(
    tenantId: string,
    asked: ListTasksQuery,
    within: TaskFilter | null,
    signal: AbortSignal,
  ): Promise<string> {
    const query = within === null ? asked : narrowed(asked, within);
    if (query === null) return pageJson([], null, false);
    const expand = expandedParts(query.expand);
    const after = openPlace(cursors, tenantId, query);
    const { order, limit } = query;
    const options = { tenantId, filters: query, order, after, limit, expand };
    const { tasks, hasMore } = await abortable(lists.list(options), signal);
    const last = hasMore ? tasks.at(-1) : undefined;
    const next = last === undefined ? null : sealPlace(cursors, tenantId, query, last);
    return pageJson(
      tasks.map((view) => renderSummary(view, expand)),
      next,
      hasMore,
    );
  }

  return routeOf(OPERATIONS.listTasks, async (request, context): Promise<Reply> => {
    const { tenantId, grant } = callerOf(context);
    const within = grant?.kind === 'filter' ? grant.filter : null;
    const query = readQuery(listTasksQuery, request.url);
    const body =
      query.ids === undefined
        ? await page(tenantId, query, within, context.signal)
        : await pageByIds(lists, cursors, {
            ...query,
            tenantId,
            within,
            ids: query.ids,
            signal: context.signal,
          });
    return { status: 200, headers: PRIVATE_CACHING, body };
  });
}

/** `POST /v1/tasks/batch-get`: the summaries of ids that may be too long for a URL. */
export function batchGetTasks(lists: TaskLists, cursors: SignedCursors): Route {
  return routeOf(OPERATIONS.batchGetTasks, async (request, context): Promise<Reply> => {
    const { tenantId } = callerOf(context);
    const { ids, expand, cursor } = readJson(batchGetBody, request.body);
    const asked = { tenantId, ids, expand: expand ?? undefined, cursor: cursor ?? undefined };
    const body = await pageByIds(lists, cursors, { ...asked, signal: context.signal });
    return { status: 200, headers: PRIVATE_CACHING, body };
  });
}

interface AskedIds extends Pick<ListTasksQuery, 'expand' | 'cursor'> {
  readonly tenantId: string;
  readonly ids: readonly string[];
  /** Of the read token that asks; null or absent for a key. */
  readonly within?: TaskFilter | null;
  readonly signal: AbortSignal;
}

async function pageByIds(
  lists: TaskLists,
  cursors: SignedCursors,
  { tenantId, ids, within = null, signal, ...query }: AskedIds,
): Promise<string> {
  const expand = expandedParts(query.expand);
  const distinct = [...new Set(ids)];
  const taskIds = distinct.slice(openIds(cursors, tenantId, distinct, query.cursor));
  const { views: found, looked } = await abortable(lists.byIds({ tenantId, taskIds, expand }), signal);
  const views = taskIds
    .map((id) => found.get(id))
    .filter((view) => view !== undefined)
    .filter((view) => within === null || applies(within, view));
  const hasMore = looked < taskIds.length;
  const next = hasMore
    ? sealIds(cursors, tenantId, distinct, distinct.length - taskIds.length + looked)
    : null;
  return pageJson(
    views.map((view) => renderSummary(view, expand)),
    next,
    hasMore,
  );
}

/** The parts that `expand` names; `all` is all of them. */
export function expandedParts(expand: ListTasksQuery['expand']): ReadonlySet<ExpandablePart> {
  if (expand?.includes('all')) return new Set(EXPANDABLE_PARTS);
  return new Set(expand?.filter((part) => part !== 'all'));
}
