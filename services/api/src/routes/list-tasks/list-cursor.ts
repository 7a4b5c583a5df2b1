import { isInstant, type ListTasksQuery } from '@taskfold/contract';
import type { SignedCursors } from '../../cursors/signed-cursors.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { TaskPlace } from './read-task-page.ts';

/** @param place of the last task of a page */
export function sealPlace(
  cursors: SignedCursors,
  tenantId: string,
  query: ListTasksQuery,
  { created_at, task_id }: TaskPlace,
): string {
  return cursors.seal(bindingOf(tenantId, query), `${created_at} ${task_id}`);
}

/**
 * The place that the query's cursor stands for; undefined where there is none.
 *
 * @throws ApiError `invalid_cursor` for one of another tenant, other filters or another order
 */
export function openPlace(
  cursors: SignedCursors,
  tenantId: string,
  query: ListTasksQuery,
): TaskPlace | undefined {
  if (query.cursor === undefined) return undefined;
  const [createdAt = '', taskId] = cursors.open(bindingOf(tenantId, query), query.cursor)?.split(' ') ?? [];
  if (!isInstant(createdAt) || taskId === undefined)
    throw new ApiError('invalid_cursor', { param: '/cursor' });
  return { created_at: createdAt, task_id: taskId };
}

/** @param looked how many of the ids, from the first, the pages so far were about */
export function sealIds(
  cursors: SignedCursors,
  tenantId: string,
  ids: readonly string[],
  looked: number,
): string {
  return cursors.seal(['ids', tenantId, ...ids], String(looked));
}

/**
 * How many of the ids the cursor stands behind; 0 where there is none.
 *
 * @throws ApiError `invalid_cursor` for one of another tenant or other ids
 */
export function openIds(
  cursors: SignedCursors,
  tenantId: string,
  ids: readonly string[],
  cursor: string | undefined,
): number {
  if (cursor === undefined) return 0;
  const looked = Number(cursors.open(['ids', tenantId, ...ids], cursor) ?? 'none');
  if (!Number.isInteger(looked)) throw new ApiError('invalid_cursor', { param: '/cursor' });
  return looked;
}

/** What pages of one list have in common, the same text for the same filters in whatever order they are written. */
function bindingOf(tenantId: string, query: ListTasksQuery): string[] {
  const { limit: _limit, cursor: _cursor, expand: _expand, ids: _ids, ...fixed } = query;
  const entries = Object.entries({
    ...fixed,
    status: fixed.status?.toSorted(),
    without: fixed.without?.toSorted(),
    metadata: fixed.metadata && Object.entries(fixed.metadata).sort(byKey),
  });
  return ['tasks', tenantId, JSON.stringify(entries.filter(([, value]) => value !== undefined).sort(byKey))];
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
