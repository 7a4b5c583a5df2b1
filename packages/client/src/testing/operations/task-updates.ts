import { type ListTasksQuery, taskUpdatesQuery } from '@taskfold/contract';
import { renderSummary } from '@taskfold/fold';
import type { Exchange, Handler, ServerEvent } from '../http/exchange.ts';
import { cursorTo, pageJson, placeOf, uncached } from '../http/pages.ts';
import { readQuery } from '../http/read-request.ts';
import { type Grant, isGranted } from '../projection/grant.ts';
import type { Projection } from '../projection/projection.ts';
import { expandedParts } from './list-tasks.ts';

const LIST = ['updates'];

/** `GET /v1/task-updates`: the tasks as they change, held until there is something, or as server-sent events whose ids are cursors. */
export function taskUpdates(projection: Projection): Handler {
  return async (exchange) => {
    const { grant } = exchange;
    const { cursor, from = 'now', limit, wait, expand } = readQuery(taskUpdatesQuery, exchange);
    const isStream = exchange.headers.accept?.includes('text/event-stream') ?? false;
    const last = isStream ? exchange.headers['last-event-id'] : undefined;
    const [begin] = placeOf(LIST, typeof last === 'string' ? last : cursor) ?? [
      from === 'oldest' ? 0 : projection.changes.length,
    ];
    const start = Number(begin);
    if (isStream) return { events: follow(projection, { start, limit: 1, expand, grant }, exchange.signal) };
    const deadline = performance.now() + wait * 1_000;
    for (;;) {
      const { items, next } = read(projection, { start, limit, expand, grant });
      const leftMs = deadline - performance.now();
      if (items.length > 0 || leftMs <= 0) {
        const hasMore = next < projection.changes.length;
        return uncached(pageJson(items, cursorTo(LIST, [next]), hasMore));
      }
      await projection.moved.next(exchange.signal, leftMs);
    }
  };
}

interface Reading {
  /** A position of the changes. */
  readonly start: number;
  readonly limit: number;
  readonly expand: ListTasksQuery['expand'];
  readonly grant: Grant | null;
}

/** The tasks that changed next, as they are now, each once; and where to go on. */
function read(projection: Projection, { start, limit, expand, grant }: Reading) {
  const ids = new Set<string>();
  let next = start;
  for (; next < projection.changes.length; next += 1) {
    const id = projection.changes[next] ?? '';
    if (!ids.has(id) && ids.size === limit) break;
    ids.add(id);
  }
  const parts = expandedParts(expand);
  const items = [...ids].flatMap((id) => {
    const task = projection.task(id);
    return task === undefined || !isGranted(grant, task) ? [] : [renderSummary(task.view, parts)];
  });
  return { items, next };
}

async function* follow(
  projection: Projection,
  reading: Reading,
  signal: Exchange['signal'],
): AsyncGenerator<ServerEvent, void, undefined> {
  for (let { start } = reading; ; ) {
    const { items, next } = read(projection, { ...reading, start });
    if (next === start) await projection.moved.next(signal);
    start = next;
    for (const data of items) yield { event: 'update', id: cursorTo(LIST, [next]), data };
  }
}
