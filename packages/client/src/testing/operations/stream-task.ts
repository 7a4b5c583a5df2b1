import { toMilliseconds } from '@taskfold/contract';
import { renderTask, type VisibleTask } from '@taskfold/fold';
import type { Exchange, Handler, ServerEvent } from '../http/exchange.ts';
import { uncached } from '../http/pages.ts';
import type { Projection } from '../projection/projection.ts';
import { taskOf } from './task-records.ts';

/** How long after its end a task that is not settled is still streamed. */
const LINGER_MS = 60_000;

/** `GET /v1/tasks/{task_id}/stream`: the task, then every newer state, as server-sent events whose ids are revisions. */
export function streamTask(projection: Projection): Handler {
  return (exchange) => {
    const { view } = taskOf(projection, exchange);
    const last = exchange.headers['last-event-id'];
    const seen = typeof last === 'string' && /^\d{1,15}$/.test(last) ? Number(last) : null;
    if (seen !== null && seen >= view.revision && leftOf(view) === 0) return uncached(null, 204);
    return { events: follow(projection, exchange, seen !== null && seen <= view.revision ? seen : null) };
  };
}

/** Milliseconds until its stream ends; undefined while there is no telling. */
function leftOf({ completed_at, settlement }: VisibleTask): number | undefined {
  if (completed_at === null) return undefined;
  if (settlement === 'final') return 0;
  return Math.min(LINGER_MS, Math.max(0, toMilliseconds(completed_at) + LINGER_MS - Date.now()));
}

/** @param resumed the revision that the client holds; null where it holds none */
async function* follow(
  projection: Projection,
  exchange: Exchange,
  resumed: number | null,
): AsyncGenerator<ServerEvent, void, undefined> {
  let sent = resumed;
  let event = resumed === null ? 'snapshot' : 'update';
  for (;;) {
    const { view } = taskOf(projection, exchange);
    if (sent === null || view.revision > sent) {
      yield { event, id: String(view.revision), data: renderTask(view) };
      sent = view.revision;
      event = 'update';
      // Something may have happened while the client took it.
      continue;
    }
    const leftMs = leftOf(view);
    if (leftMs === 0) return;
    await projection.moved.next(exchange.signal, leftMs);
  }
}
