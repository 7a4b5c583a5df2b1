import type { Callback, ListTasksQuery, TaskSummary } from '@taskfold/client';
import { askWith } from '../api/client.ts';
import type { Credential } from '../session/keys.ts';

/** What wants somebody comes first. */
export const DELIVERY_STATUSES = ['failed', 'retrying', 'pending', 'delivered'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** A task whose caller wants to be told. */
export interface Delivery {
  readonly task: TaskSummary;
  readonly callback: Callback;
}

export interface FetchedDeliveries {
  readonly items: readonly Delivery[];
  /** Whether there are more than were fetched. */
  readonly more: boolean;
}

const OF_A_PAGE = 100;
/** How many of each are fetched, the newest: what wants somebody, as far as a person can look through it. */
const MOST: Readonly<Record<DeliveryStatus, number>> = {
  failed: 500,
  retrying: 500,
  pending: 500,
  delivered: 200,
};
/** Before the end of a task there is nothing that its caller could be told. */
const ENDED: NonNullable<ListTasksQuery['status']> = ['succeeded', 'failed', 'canceled'];

/** The newest tasks of which it stands so that their caller is told, newest first. */
export async function deliveriesThatAre(
  status: DeliveryStatus,
  credential: Credential,
  signal: AbortSignal,
): Promise<FetchedDeliveries> {
  const most = MOST[status];
  const query: ListTasksQuery = {
    callback_status: status,
    status: ENDED,
    expand: ['callback'],
    limit: OF_A_PAGE,
  };
  const tasks = await askWith(credential)
    .tasks.list(query, { signal })
    .toArray(most + 1);
  const items = tasks
    .slice(0, most)
    .flatMap((task) => (task.callback ? [{ task, callback: task.callback }] : []));
  return { items, more: tasks.length > most };
}
