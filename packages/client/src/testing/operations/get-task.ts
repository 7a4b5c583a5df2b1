import { getTaskQuery } from '@taskfold/contract';
import { renderTask, type VisibleTask } from '@taskfold/fold';
import { ErrorAnswer } from '../http/error-answer.ts';
import type { Exchange, Handler } from '../http/exchange.ts';
import { cached } from '../http/pages.ts';
import { preferredWait, readQuery } from '../http/read-request.ts';
import { PARTITION, type Projection } from '../projection/projection.ts';
import { shownTask } from './task-records.ts';

/** `GET /v1/tasks/{task_id}`: the envelope, 304 where the client holds it, and held where `Prefer` asks for that. */
export function getTask(projection: Projection): Handler {
  return async (exchange) => {
    const { signal } = exchange;
    const { min_position: position, min_revision: minRevision } = readQuery(getTaskQuery, exchange);
    const seconds = preferredWait(exchange);
    const deadline = performance.now() + (seconds ?? 0) * 1_000;
    const tagged = exchange.headers['if-none-match'];

    const isWanted = (view: VisibleTask | undefined) => {
      if (position !== undefined && !isPast(position, projection)) return false;
      if (tagged === undefined && minRevision === undefined)
        return position !== undefined || (view !== undefined && view.completed_at !== null);
      return (
        view !== undefined &&
        (minRevision === undefined || view.revision >= minRevision) &&
        (tagged === undefined || !names(tagged, etagOf(view)))
      );
    };
    for (;;) {
      const view = shownTask(projection, exchange)?.view;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0 || isWanted(view)) return answer(view, exchange, seconds);
      await projection.moved.next(signal, leftMs);
    }
  };
}

function isPast(
  { partition, offset }: { readonly partition: number; readonly offset: number },
  { folded }: Projection,
): boolean {
  return partition === PARTITION && folded > offset;
}

function answer(view: VisibleTask | undefined, { headers }: Exchange, seconds: number | null) {
  if (view === undefined) throw new ErrorAnswer('task_not_found');
  const etag = etagOf(view);
  const own: Record<string, string> = { etag };
  if (seconds !== null) own['preference-applied'] = `wait=${seconds}`;
  const isHeld = names(headers['if-none-match'], etag);
  return cached(isHeld ? null : renderTask(view), own, isHeld ? 304 : 200);
}

const etagOf = ({ revision }: VisibleTask) => `"r${revision}"`;

/** Whether `If-None-Match` names the tag, by the weak comparison. */
function names(header: string | undefined, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags?.some((tag) => tag === '*' || tag === etag) ?? false;
}
