import type { PagedList, Task } from '@taskfold/client';
import { askWith } from '../api/client.ts';
import type { Credential } from '../session/keys.ts';
import type { TaskSource } from './follow-task.ts';

/** What a page asks to follow a task. */
export function sourceOf(credential: Credential, taskId: string): TaskSource<Task> {
  const client = askWith(credential);
  return {
    states: (signal) => client.tasks.watch(taskId, { signal, appearTimeout: 0 }),
    async other(revision, seconds, signal) {
      const prefer = seconds === 0 ? {} : { prefer: `wait=${seconds}` };
      const headers = { 'if-none-match': `"r${revision}"`, ...prefer };
      const parts = { path: { task_id: taskId }, headers, holdSeconds: seconds };
      const answer = await client.call('getTask', parts, { signal }).withRawResponse();
      return answer.status === 304 ? null : answer.data;
    },
  };
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
