import { OPERATIONS, taskUpdatesQuery } from '@taskfold/contract';
import { renderSummary } from '@taskfold/fold';
import type { ChangeReader } from '../../changes/change-reader.ts';
import type { Watch } from '../../changes/watches.ts';
import { applies, type Grant } from '../../context/grant.ts';
import { callerOf } from '../../context/request-context.ts';
import { pageJson } from '../../cursors/page-json.ts';
import type { SignedCursors } from '../../cursors/signed-cursors.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { EventSink } from '../../http/event-stream.ts';
import { type Route, routeOf } from '../../http/route.ts';
import type { LiveRequests } from '../../live/live-requests.ts';
import { readQuery } from '../../query/read-query.ts';
import { expandedParts } from '../list-tasks/list-tasks.ts';
import { type FeedPage, type FeedSource, readFeed } from './feed.ts';
import { type PositionVector, parseVector, printVector } from './position-vector.ts';

export interface TaskUpdatesOptions {
  readonly source: FeedSource;
  readonly changes: Pick<ChangeReader, 'watch'>;
  readonly live: Pick<LiveRequests, 'enter'>;
  readonly cursors: SignedCursors;
}

type Reader = (from: PositionVector) => Promise<FeedPage>;

/** What a held answer may take beyond the time that it was asked to be held. */
const MARGIN_MS = 5000;
/** How long one answer looks for changes of its tenant among those of others. */
const SEARCH_MS = 1000;
/** What a stream holds at a time, for its client to take: the task beyond it is the last one. */
const STREAM_MAX_BYTES = 65_536;

/**
 * `GET /v1/task-updates`: the tenant's tasks as they change, by long poll or as server-sent events whose ids are cursors.
 * Every change is followed by an answer that holds the task's newest state; a cursor never skips one.
 */
export function taskUpdates({ source, changes, live, cursors }: TaskUpdatesOptions): Route {
  const bindingOf = (tenantId: string) => ['updates', tenantId];

  function openCursor(tenantId: string, cursor: string): PositionVector {
    const vector = parseVector(cursors.open(bindingOf(tenantId), cursor) ?? 'none');
    if (vector === null) throw new ApiError('invalid_cursor', { param: '/cursor' });
    return vector;
  }

  async function beginning(tenantId: string, from: 'oldest' | 'now', cursor: string | undefined) {
    if (cursor !== undefined) return openCursor(tenantId, cursor);
    if (from === 'oldest') return await source.oldest();
    const heads = await source.heads();
    return new Map([...heads].map(([partition, { nextPosition }]) => [partition, nextPosition]));
  }

  return routeOf(OPERATIONS.taskUpdates, async (request, context) => {
    const { tenantId, grant } = callerOf(context);
    const { signal } = context;
    const query = readQuery(taskUpdatesQuery, request.url);
    const expand = expandedParts(query.expand);
    const options = { tenantId, expand, limit: query.limit };
    const read: Reader = async (from) => within(grant, await readFeed(source, { ...options, from }));
    const readLittle: Reader = async (from) =>
      within(grant, await readFeed(source, { ...options, from, maxBytes: STREAM_MAX_BYTES }));
    const seal = (vector: PositionVector) => cursors.seal(bindingOf(tenantId), printVector(vector));

    if (request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream') {
      const last = request.headers['last-event-id'];
      const from = await beginning(
        tenantId,
        query.from ?? 'now',
        typeof last === 'string' ? last : query.cursor,
      );
      const leave = live.enter(context, 'stream');
      const watch = changes.watch({ kind: 'tenant', tenantId });
      const send = (sink: EventSink, { items }: FeedPage) => sendPage(sink, items);
      const sendPage = async (sink: EventSink, items: FeedPage['items']) => {
        for (const { view, after } of items) {
          await sink.send({ event: 'update', id: seal(after), data: renderSummary(view, expand) });
        }
      };
      return {
        kind: 'stream',
        run: (sink) => follow(readLittle, from, watch, signal, (page) => send(sink, page)),
        end() {
          watch.end();
          leave();
        },
      };
    }

    const leave = query.wait > 0 ? live.enter(context, 'wait') : undefined;
    const watch = changes.watch({ kind: 'tenant', tenantId });
    try {
      context.allow(query.wait * 1000 + MARGIN_MS);
      const from = await beginning(tenantId, query.from ?? 'now', query.cursor);
      const page = await poll(read, from, watch, query.wait * 1000, signal);
      const items = page.items.map(({ view }) => renderSummary(view, expand));
      const body = pageJson(items, seal(page.vector), page.hasMore);
      return { status: 200, headers: ['Cache-Control', 'no-store'], body };
    } finally {
      watch.end();
      leave?.();
    }
  });
}

/** What a read token lets see of a page; the cursor moves on all the same. */
function within(grant: Grant | undefined, page: FeedPage): FeedPage {
  if (grant?.kind !== 'filter') return page;
  return { ...page, items: page.items.filter(({ view }) => applies(grant.filter, view)) };
}

/** Reads on until there is something or the time is up. */
async function poll(
  read: Reader,
  from: PositionVector,
  watch: Watch,
  waitMs: number,
  signal: AbortSignal,
): Promise<FeedPage> {
  const began = performance.now();
  for (let at = from; ; ) {
    signal.throwIfAborted();
    const page = await read(at);
    if (page.items.length > 0) return page;
    at = page.vector;
    const passedMs = performance.now() - began;
    if (page.hasMore && passedMs < Math.max(waitMs, SEARCH_MS)) continue;
    const leftMs = waitMs - passedMs;
    if (leftMs <= 0 || (await watch.next(signal, leftMs)) !== 'changed') return page;
  }
}

async function follow(
  read: Reader,
  from: PositionVector,
  watch: Watch,
  signal: AbortSignal,
  send: (page: FeedPage) => Promise<void>,
): Promise<void> {
  for (let at = from; ; ) {
    signal.throwIfAborted();
    const { vector, hasMore } = await readAndSend(read, at, send);
    at = vector;
    if (!hasMore && (await watch.next(signal)) === 'closed') return;
  }
}

/** Returns where to go on, and lets go of the tasks: a feed that waits holds none. */
async function readAndSend(
  read: Reader,
  at: PositionVector,
  send: (page: FeedPage) => Promise<void>,
): Promise<Pick<FeedPage, 'vector' | 'hasMore'>> {
  const page = await read(at);
  await send(page);
  return { vector: page.vector, hasMore: page.hasMore };
}
