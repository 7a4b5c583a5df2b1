import type { PagedList, Task } from '@taskfold/client';
import { askWith } from '../api/client.ts';

/** Seconds that a question waits for news. Each answer says how far the projection is behind, so that more would hide a standstill. */
const WAIT_SECONDS = 8;

export interface AskedTask {
  /** Null where it is the same as before when the time is up. */
  readonly task: Task | null;
  readonly etag: string | null;
}

/** The task as it is, or, with the tag of a state, as soon as it is another one. */
export async function taskAfter(
  key: string,
  taskId: string,
  etag: string | null,
  signal: AbortSignal,
): Promise<AskedTask> {
  const held =
    etag === null
      ? {}
      : { headers: { 'if-none-match': etag, prefer: `wait=${WAIT_SECONDS}` }, holdSeconds: WAIT_SECONDS };
  const answer = await askWith(key)
    .call('getTask', { path: { task_id: taskId }, ...held }, { signal })
    .withRawResponse();
  return { task: answer.status === 304 ? null : answer.data, etag: answer.headers.get('etag') };
}

/** Pages of what lies below a task are followed so far at most. */
const MOST_ITEMS = 1000;

export interface AllOf<Item> {
  readonly items: readonly Item[];
  /** Whether there are more than were fetched. */
  readonly more: boolean;
}

/** The items of a list, up to a thousand. */
export async function allOf<Item>(list: PagedList<Item>): Promise<AllOf<Item>> {
  const items = await list.toArray(MOST_ITEMS + 1);
  return { items: items.slice(0, MOST_ITEMS), more: items.length > MOST_ITEMS };
}
