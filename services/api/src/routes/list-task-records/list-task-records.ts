import { OPERATIONS, type Operation, taskRecordsQuery } from '@taskfold/contract';
import { type LedgerEntry, renderLedgerEntry, renderUsageRecord, type UsageRecord } from '@taskfold/fold';
import { abortable } from '@taskfold/runtime';
import { callerOf } from '../../context/request-context.ts';
import { pageJson } from '../../cursors/page-json.ts';
import type { SignedCursors } from '../../cursors/signed-cursors.ts';
import { ApiError } from '../../errors/api-error.ts';
import { PRIVATE_CACHING } from '../../http/caching.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { taskIdOf } from '../../http/task-id.ts';
import { readQuery } from '../../query/read-query.ts';
import type { ListRecordsOptions, RecordPage } from './list-records.ts';

/** What the records behind a task's sums are read from. */
export interface RecordReader {
  usageRecords(options: ListRecordsOptions): Promise<RecordPage<UsageRecord>>;
  ledgerEntries(options: ListRecordsOptions): Promise<RecordPage<LedgerEntry>>;
}

/** `GET /v1/tasks/{task_id}/usage`: a page of the usage records behind a task's sums. */
export function listTaskUsage(reader: RecordReader, cursors: SignedCursors): Route {
  return routeOfRecords(OPERATIONS.listTaskUsage, cursors, {
    read: (options) => reader.usageRecords(options),
    keyOf: ({ key }) => [key.source, key.id],
    render: renderUsageRecord,
  });
}

/** `GET /v1/tasks/{task_id}/ledger`: a page of a task's charges and refunds. */
export function listTaskLedger(reader: RecordReader, cursors: SignedCursors): Route {
  return routeOfRecords(OPERATIONS.listTaskLedger, cursors, {
    read: (options) => reader.ledgerEntries(options),
    keyOf: ({ kind, entryId }) => [kind, entryId],
    render: renderLedgerEntry,
  });
}

interface Records<Item> {
  read(options: ListRecordsOptions): Promise<RecordPage<Item>>;
  keyOf(item: Item): readonly [string, string];
  render(item: Item, creditsPerUsd: string): string;
}

function routeOfRecords<Item>(
  operation: Operation,
  cursors: SignedCursors,
  { read, keyOf, render }: Records<Item>,
): Route {
  return routeOf(operation, async (request, context) => {
    const { tenantId } = callerOf(context);
    const taskId = taskIdOf(request);
    const { limit, cursor } = readQuery(taskRecordsQuery, request.url);
    const binding = [operation.id, tenantId, taskId];
    const after = cursor === undefined ? undefined : placeOf(cursors.open(binding, cursor));
    const page = await abortable(read({ tenantId, taskId, after, limit }), context.signal);
    if (page.kind === 'not_found') throw new ApiError('task_not_found');
    const { records, hasMore, creditsPerUsd } = page;
    const last = hasMore ? records.at(-1) : undefined;
    const next = last === undefined ? null : cursors.seal(binding, JSON.stringify(keyOf(last)));
    const items = records.map((record) => render(record, creditsPerUsd));
    return { status: 200, headers: PRIVATE_CACHING, body: pageJson(items, next, hasMore) };
  });
}

function placeOf(payload: string | null): readonly [string, string] {
  if (payload === null) throw new ApiError('invalid_cursor', { param: '/cursor' });
  // What opens was sealed above.
  return JSON.parse(payload) as readonly [string, string];
}
