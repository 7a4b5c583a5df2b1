import { taskRecordsQuery, timelineQuery, toWireTime } from '@taskfold/contract';
import { renderLedgerEntry, renderUsageRecord } from '@taskfold/fold';
import { ErrorAnswer } from '../http/error-answer.ts';
import type { Exchange, Handler } from '../http/exchange.ts';
import { pageOf, placeOf } from '../http/pages.ts';
import { readQuery } from '../http/read-request.ts';
import { isGranted } from '../projection/grant.ts';
import { type FoldedEvent, PARTITION, type Projection, type ShownTask } from '../projection/projection.ts';

/** The task of the path, as far as whoever asks may see it. */
export function shownTask(projection: Projection, { path, grant }: Exchange): ShownTask | undefined {
  const task = projection.task(path.task_id ?? '');
  return task !== undefined && isGranted(grant, task) ? task : undefined;
}

/** @throws ErrorAnswer `task_not_found` */
export function taskOf(projection: Projection, exchange: Exchange): ShownTask {
  const task = shownTask(projection, exchange);
  if (task === undefined) throw new ErrorAnswer('task_not_found');
  return task;
}

/** `GET /v1/tasks/{task_id}/events`: every event of a task, and what became of it. */
export function listTaskEvents(projection: Projection): Handler {
  return listOf(projection, {
    name: 'timeline',
    query: timelineQuery,
    items: ({ timeline }) => timeline,
    place: ({ offset }) => [offset],
    print: eventJson,
  });
}

/** `GET /v1/tasks/{task_id}/usage`: its usage records. */
export function listTaskUsage(projection: Projection): Handler {
  return listOf(projection, {
    name: 'usage',
    query: taskRecordsQuery,
    items: ({ usage }) => usage,
    place: ({ key }) => [key.source, key.id],
    print: (record, { view }) => renderUsageRecord(record, view.credits_per_usd),
  });
}

/** `GET /v1/tasks/{task_id}/ledger`: its charges, then its refunds. */
export function listTaskLedger(projection: Projection): Handler {
  return listOf(projection, {
    name: 'ledger',
    query: taskRecordsQuery,
    items: ({ ledger }) => ledger,
    place: ({ kind, entryId }) => [kind, entryId],
    print: (entry, { view }) => renderLedgerEntry(entry, view.credits_per_usd),
  });
}

interface TaskList<Item> {
  readonly name: string;
  readonly query: typeof timelineQuery;
  readonly items: (task: ShownTask) => readonly Item[];
  /** Where it stands in the list, which is ordered by it. */
  readonly place: (item: Item) => readonly (string | number)[];
  readonly print: (item: Item, task: ShownTask) => string;
}

/** A list of what belongs to one task. */
export function listOf<Item>(projection: Projection, of: TaskList<Item>): Handler {
  return (exchange) => {
    const { limit, cursor } = readQuery(of.query, exchange);
    const list = [of.name, exchange.path.task_id];
    const after = placeOf(list, cursor);
    const task = taskOf(projection, exchange);
    const rest = of
      .items(task)
      .toSorted((left, right) => compare(of.place(left), of.place(right)))
      .filter((item) => after === undefined || compare(of.place(item), after) > 0);
    return pageOf({ rest, limit, list, place: of.place, print: (item) => of.print(item, task) });
  };
}

function compare(left: readonly (string | number)[], right: readonly (string | number)[]): number {
  for (const [at, one] of left.entries()) {
    const other = right[at];
    if (other !== undefined && one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

function eventJson({ event, recordedAt, ...folded }: FoldedEvent): string {
  return JSON.stringify({
    object: 'task_event',
    id: event.id,
    type: event.type === 'unknown' ? event.originalType : event.type,
    source: event.source,
    time: toWireTime(event.time),
    recorded_at: toWireTime(recordedAt),
    partition: PARTITION,
    offset: folded.offset,
    disposition: folded.disposition,
    reason: folded.reason,
    revision: folded.revision,
    changed: folded.changed,
    rekeyed_from: null,
  });
}
