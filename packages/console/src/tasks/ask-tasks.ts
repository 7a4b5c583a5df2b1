import type { ListTasksQuery, OperationAnswer } from '@taskfold/client';
import { askWith } from '../api/client.ts';
import type { Credential } from '../session/keys.ts';
import { type Filters, metadataKey, statusesOf } from './filters.ts';
import { OF_A_PAGE } from './rows.ts';

export type TasksAnswer = OperationAnswer<'listTasks'>;
export type UpdatesAnswer = OperationAnswer<'listTaskUpdates'>;

/** What rows show beside the summary. */
const PARTS = ['billing', 'callback'] as const;

/** Seconds that a question waits for news. Each answer says how far the projection is behind, so that more would hide a standstill. */
const WAIT_SECONDS = 8;

/** The page at a cursor, or the first one, of the tasks that pass the filters. */
export async function pageOfTasks(
  credential: Credential,
  filters: Filters,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<TasksAnswer> {
  const query = { ...queryOf(filters), limit: OF_A_PAGE, expand: [...PARTS], cursor };
  return await askWith(credential).tasks.list(query, { signal }).page();
}

/** What changed since a cursor, as soon as something has; without one, the cursor of now, at once. */
export async function updatesAfter(
  credential: Credential,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<UpdatesAnswer> {
  const since = cursor === undefined ? ({ from: 'now' } as const) : { cursor, wait: WAIT_SECONDS };
  const query = { ...since, limit: OF_A_PAGE, expand: [...PARTS] };
  const parts = { query, holdSeconds: cursor === undefined ? 0 : WAIT_SECONDS };
  return await askWith(credential).call('listTaskUpdates', parts, { signal });
}

/** The filters as the client of the API takes them. */
function queryOf({ status, without, ...others }: Filters): ListTasksQuery {
  const plain: Record<string, string> = {};
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(others)) {
    const key = metadataKey(name);
    if (key === null) plain[name] = value;
    else metadata[key] = value;
  }
  return {
    ...plain,
    status: status === undefined ? undefined : statusesOf({ status }),
    without: without?.split(',') as ListTasksQuery['without'],
    metadata,
  };
}
