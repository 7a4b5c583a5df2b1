import { OPERATIONS, timelineQuery, toWireTime } from '@taskfold/contract';
import { abortable } from '@taskfold/runtime';
import { callerOf } from '../../context/request-context.ts';
import { pageJson } from '../../cursors/page-json.ts';
import type { SignedCursors } from '../../cursors/signed-cursors.ts';
import { ApiError } from '../../errors/api-error.ts';
import { PRIVATE_CACHING } from '../../http/caching.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { taskIdOf } from '../../http/task-id.ts';
import { readQuery } from '../../query/read-query.ts';
import type { StoredEvent, Timeline, TimelineOptions } from './read-timeline.ts';

/** What timelines are read from. */
export interface TimelineReader {
  timeline(options: TimelineOptions): Promise<Timeline>;
}

const PLACE = /^(\d+):(\d+)$/;

/** `GET /v1/tasks/{task_id}/events`: a page of what happened to a task. */
export function listTaskEvents(reader: TimelineReader, cursors: SignedCursors): Route {
  return routeOf(OPERATIONS.listTaskEvents, async (request, context): Promise<Reply> => {
    const { tenantId } = callerOf(context);
    const taskId = taskIdOf(request);
    const { limit, cursor } = readQuery(timelineQuery, request.url);
    const binding = ['timeline', tenantId, taskId];
    const after = cursor === undefined ? undefined : placeOf(cursors.open(binding, cursor));
    const timeline = await abortable(reader.timeline({ tenantId, taskId, after, limit }), context.signal);
    if (timeline.kind === 'not_found') throw new ApiError('task_not_found');
    const { events, hasMore } = timeline;
    const last = hasMore ? events.at(-1) : undefined;
    const next = last === undefined ? null : cursors.seal(binding, `${last.partition}:${last.offset}`);
    const body = pageJson(events.map(eventJson), next, hasMore);
    return { status: 200, headers: PRIVATE_CACHING, body };
  });
}

function placeOf(payload: string | null): { readonly partition: number; readonly offset: number } {
  const [, partition, offset] = PLACE.exec(payload ?? '') ?? [];
  if (partition === undefined || offset === undefined) {
    throw new ApiError('invalid_cursor', { param: '/cursor' });
  }
  return { partition: Number(partition), offset: Number(offset) };
}

function eventJson(event: StoredEvent): string {
  const { time, recordedAt, changed, rekeyedFrom, ...rest } = event;
  const shown = JSON.stringify({
    object: 'task_event',
    id: rest.id,
    type: rest.type,
    source: rest.source,
    time: toWireTime(time),
    recorded_at: toWireTime(recordedAt),
    partition: rest.partition,
    offset: rest.offset,
    disposition: rest.disposition,
    reason: rest.reason,
    revision: rest.revision,
  });
  const from = rekeyedFrom && { partition: rekeyedFrom.partition, offset: rekeyedFrom.offset };
  return `${shown.slice(0, -1)},"changed":${changed ?? 'null'},"rekeyed_from":${JSON.stringify(from)}}`;
}
