import type { Head } from '@taskfold/database';
import type { VisibleTask } from '@taskfold/fold';
import { ApiError } from '../../errors/api-error.ts';
import type { ReadSummariesOptions, Summaries } from '../list-tasks/read-summaries.ts';
import { mergeChanges } from './merge-changes.ts';
import type { PositionVector } from './position-vector.ts';
import type { ChangeWindow, TenantChanges } from './read-tenant-changes.ts';

/** What the change feed is read from. */
export interface FeedSource {
  heads(): Promise<ReadonlyMap<number, Head>>;
  /** The positions of the oldest changes that are kept. */
  oldest(): Promise<PositionVector>;
  tenantChanges(tenantId: string, windows: readonly ChangeWindow[], limit: number): Promise<TenantChanges>;
  /** Reads as much as one answer may hold, where `maxBytes` does not say less. */
  byIds(options: Omit<ReadSummariesOptions, 'maxBytes'> & { readonly maxBytes?: number }): Promise<Summaries>;
}

export interface FeedPage {
  /** The tasks that changed, as they are now, and where to go on after each. */
  readonly items: readonly { readonly view: VisibleTask; readonly after: PositionVector }[];
  readonly vector: PositionVector;
  /** Whether there are changes, of whichever tenant, that were not looked at. */
  readonly hasMore: boolean;
}

/** Positions of a partition that one statement looks at: bounds its work where other tenants change much. */
const WINDOW = 10_000;

export interface FeedOptions extends Pick<ReadSummariesOptions, 'tenantId' | 'expand'> {
  readonly from: PositionVector;
  readonly limit: number;
  /** The page ends with the task that takes its parts beyond so many bytes. */
  readonly maxBytes?: number;
}

/**
 * The next changed tasks of a tenant. A task that was pruned, or that nobody may see, is left out.
 *
 * @throws ApiError `cursor_expired` where changes that follow are no longer kept
 */
export async function readFeed(source: FeedSource, options: FeedOptions): Promise<FeedPage> {
  const { from, limit, ...what } = options;
  const heads = await source.heads();
  const windows = windowsOf(from, heads);
  const perWindow = limit * 2;
  const read = await source.tenantChanges(what.tenantId, windows, perWindow);
  if (read.kind === 'pruned') throw new ApiError('cursor_expired', { param: '/cursor' });
  const { tasks, vector } = mergeChanges({ from, windows, changes: read.changes, perWindow, limit });
  // Read after the changes, so that it shows them.
  const { views, looked } = await source.byIds({ ...what, taskIds: tasks.map(({ taskId }) => taskId) });
  const items = tasks.slice(0, looked).flatMap(({ taskId, after }) => {
    const view = views.get(taskId);
    return view === undefined ? [] : [{ view, after }];
  });
  const end = looked < tasks.length ? (tasks[looked - 1]?.after ?? from) : vector;
  return { items, vector: end, hasMore: windowsOf(end, heads).length > 0 };
}

function windowsOf(from: PositionVector, heads: ReadonlyMap<number, Head>): ChangeWindow[] {
  return [...heads].flatMap(([partition, { nextPosition }]) => {
    const first = from.get(partition) ?? 0;
    const to = Math.min(first + WINDOW, nextPosition);
    return first < to ? [{ partition, from: first, to }] : [];
  });
}
