import { type ApiAnswer, request } from './request.ts';
import type {
  CallbackAttempt,
  LedgerEntry,
  Page,
  Task,
  TaskEvent,
  TaskSummary,
  UsageRecord,
} from './types.ts';

/** What rows of the list show beside the summary. */
const PARTS_OF_ROWS = 'billing,callback';
const PAGE = '100';

/** Seconds that a question waits for news. Each answer says how far the projection is behind, so that more would hide a standstill. */
const WAIT_SECONDS = 8;

type Query = Readonly<Record<string, string>>;
const pathOf = (taskId: string) => `/v1/tasks/${encodeURIComponent(taskId)}`;

export function listTasks(key: string, filters: Query, cursor: string | undefined, signal?: AbortSignal) {
  const query = { ...filters, limit: PAGE, expand: PARTS_OF_ROWS, cursor };
  return request<Page<TaskSummary>>(key, '/v1/tasks', { query, signal });
}

/** The cheapest question that shows what a key is good for. */
export function tryKey(key: string): Promise<ApiAnswer<Page<TaskSummary>>> {
  return request(key, '/v1/tasks', { query: { limit: '1' } });
}

/** What changed since a cursor, or, without one, the cursor of now. Waits for it where `cursor` is given. */
export function taskUpdates(key: string, cursor: string | undefined, signal: AbortSignal) {
  const since = cursor === undefined ? { from: 'now' } : { cursor, wait: String(WAIT_SECONDS) };
  return request<{ readonly data: readonly TaskSummary[]; readonly next_cursor: string }>(
    key,
    '/v1/task-updates',
    {
      query: { ...since, limit: PAGE, expand: PARTS_OF_ROWS },
      wait: cursor === undefined ? 0 : WAIT_SECONDS,
      signal,
    },
  );
}

export function getTask(key: string, taskId: string, signal?: AbortSignal) {
  return request<Task>(key, pathOf(taskId), { signal });
}

/** The task as soon as it is another than that of the tag; 304 where it is the same when time is up. */
export function taskAfter(key: string, taskId: string, etag: string, signal: AbortSignal) {
  return request<Task | null>(key, pathOf(taskId), {
    headers: { 'if-none-match': etag, prefer: `wait=${WAIT_SECONDS}` },
    wait: WAIT_SECONDS,
    signal,
  });
}

type PageOf = 'events' | 'ledger' | 'usage' | 'callback/attempts';
interface Items {
  readonly events: TaskEvent;
  readonly ledger: LedgerEntry;
  readonly usage: UsageRecord;
  readonly 'callback/attempts': CallbackAttempt;
}

/** Pages of what lies below a task are followed so far at most. */
const MOST_ITEMS = 1000;

export interface AllOf<Item> {
  readonly items: readonly Item[];
  /** Whether there are more than were fetched. */
  readonly more: boolean;
}

/** Everything of one kind that lies below a task, up to a thousand. */
export async function allOfTask<Kind extends PageOf>(
  key: string,
  taskId: string,
  kind: Kind,
  signal?: AbortSignal,
): Promise<AllOf<Items[Kind]>> {
  const items: Items[Kind][] = [];
  for (let cursor: string | undefined; ; ) {
    const { data } = await request<Page<Items[Kind]>>(key, `${pathOf(taskId)}/${kind}`, {
      query: { limit: PAGE, cursor },
      signal,
    });
    items.push(...data.data);
    if (!data.has_more || data.next_cursor === null) return { items, more: false };
    if (items.length >= MOST_ITEMS) return { items, more: true };
    cursor = data.next_cursor;
  }
}

/** @param once names the request: sent twice, it asks once */
export function cancelTask(key: string, taskId: string, reason: string, once: string) {
  return request<Task>(key, `${pathOf(taskId)}/cancel`, {
    method: 'POST',
    headers: { 'idempotency-key': once },
    body: reason === '' ? {} : { reason },
  });
}

export function redeliverCallback(key: string, taskId: string) {
  return request<unknown>(key, `${pathOf(taskId)}/callback/redeliver`, { method: 'POST' });
}
