import { OPERATIONS, toMilliseconds } from '@taskfold/contract';
import type { TaskReader } from '@taskfold/database';
import { renderTask, type VisibleTask } from '@taskfold/fold';
import type { ChangeReader } from '../../changes/change-reader.ts';
import { callerOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { EventSink } from '../../http/event-stream.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { taskIdOf } from '../../http/task-id.ts';
import type { LiveRequests } from '../../live/live-requests.ts';

export interface StreamTaskOptions {
  readonly tasks: TaskReader;
  readonly changes: Pick<ChangeReader, 'watch'>;
  readonly live: Pick<LiveRequests, 'enter'>;
  /** How long after its end a task that is not settled is still streamed. */
  readonly lingerMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const LAST_EVENT_ID = /^\d{1,15}$/;

/**
 * `GET /v1/tasks/{task_id}/stream`: the task, then every newer state of it, as server-sent events whose ids are revisions.
 * A client that is slower than the changes gets the newest state when it is ready; what lies between is left out. Ends
 * when the task has ended and is settled, or some time after its end; who comes again then gets 204, at which browsers stop.
 */
export function streamTask(options: StreamTaskOptions): Route {
  const { tasks, changes, live, lingerMs = 60_000, now = Date.now } = options;

  /** Milliseconds until the stream of such a task ends; null while there is no telling. */
  function lifetime({ completed_at: completedAt, settlement }: VisibleTask): number | null {
    if (completedAt === null) return null;
    if (settlement === 'final') return 0;
    return Math.min(lingerMs, Math.max(0, toMilliseconds(completedAt) + lingerMs - now()));
  }

  return routeOf(OPERATIONS.streamTask, async (request, context) => {
    const { tenantId } = callerOf(context);
    const taskId = taskIdOf(request);
    const { signal } = context;
    const seen = lastEventId(request.headers['last-event-id']);
    const watch = changes.watch({ kind: 'task', tenantId, taskId });
    let leave: (() => void) | undefined;
    const end = () => {
      watch.end();
      leave?.();
    };
    // Let go while nothing happens, so that a stream that waits holds no task.
    let view: VisibleTask | null = null;
    try {
      view = await tasks.get(tenantId, taskId, signal);
      if (view === null) throw new ApiError('task_not_found');
      const { revision } = view;
      if (seen !== null && seen >= revision && lifetime(view) === 0) {
        end();
        return { status: 204, headers: ['Cache-Control', 'no-store'], body: null };
      }
      leave = live.enter(context, 'stream');
      return {
        kind: 'stream',
        run: (sink) => follow(sink, seen !== null && seen <= revision ? seen : null),
        end,
      };
    } catch (error) {
      end();
      throw error;
    }

    /** @param resumed the revision that the client holds; null where it holds none of this task */
    async function follow(sink: EventSink, resumed: number | null): Promise<void> {
      let sent = resumed;
      let event = resumed === null ? 'snapshot' : 'update';
      while (view !== null) {
        const { revision } = view;
        if (sent === null || revision > sent) await send(sink, event);
        event = 'update';
        sent = Math.max(sent ?? 0, revision);
        const leftMs = lifetime(view);
        if (leftMs === 0) return;
        view = null;
        const woken = await watch.next(signal, leftMs ?? undefined);
        if (woken !== 'changed') return;
        await read();
      }
    }

    // Apart from the loop: what waits keeps whatever its function has held.
    async function send(sink: EventSink, event: string): Promise<void> {
      if (view !== null) await sink.send({ event, id: String(view.revision), data: renderTask(view) });
    }

    async function read(): Promise<void> {
      view = await tasks.get(tenantId, taskId);
    }
  });
}

function lastEventId(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && LAST_EVENT_ID.test(header) ? Number(header) : null;
}
