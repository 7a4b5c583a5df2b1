import { setTimeout as wait } from 'node:timers/promises';
import { Held } from './held.ts';
import { isEnded, type ObservedTask, type ObserverContext } from './observer-context.ts';
import { readServerEvents } from './read-server-events.ts';

export interface FeedObserver {
  readonly held: Held;
  /** Resolves when the signal is aborted. */
  readonly done: Promise<void>;
}

const AGAIN_MS = 200;
const WAIT_SECONDS = 10;

/** The tenant's feed by long polls, from its beginning: each answer's cursor is where the next request goes on. */
export function pollFeed(context: ObserverContext): FeedObserver {
  const { api, findings, signal } = context;
  const held = heldOf('feed by polls', context);
  const done = untilAborted(signal, async () => {
    let cursor: string | null = null;
    while (!signal.aborted) {
      const from = cursor === null ? 'from=oldest' : `cursor=${encodeURIComponent(cursor)}`;
      const answer = await api.ask(`/v1/task-updates?${from}&limit=100&wait=${WAIT_SECONDS}`, { signal });
      if (answer?.status === 200) {
        const page: { readonly data: readonly ObservedTask[]; readonly next_cursor: string } = JSON.parse(
          answer.text,
        );
        for (const task of page.data) take(task, 'feed by polls', held, context);
        cursor = page.next_cursor;
        continue;
      }
      if (answer !== null) findings.add('wrong', 'feed by polls', `status ${answer.status}: ${answer.text}`);
      await wait(AGAIN_MS);
    }
  });
  return { held, done };
}

/** The same as server-sent events, resumed where it breaks off by the id of the last one. */
export function streamFeed(context: ObserverContext): FeedObserver {
  const { api, findings, signal } = context;
  const held = heldOf('feed as a stream', context);
  const done = untilAborted(signal, async () => {
    let last: string | null = null;
    while (!signal.aborted) {
      const headers: Record<string, string> = { accept: 'text/event-stream' };
      if (last !== null) headers['last-event-id'] = last;
      const response = await api.open('/v1/task-updates?from=oldest&limit=100', { headers, signal });
      if (response !== null && response.status !== 200) {
        findings.add('wrong', 'feed as a stream', `status ${response.status}: ${await response.text()}`);
      } else if (response !== null) {
        try {
          for await (const { id, data } of readServerEvents(response)) {
            take(JSON.parse(data), 'feed as a stream', held, context);
            last = id ?? last;
          }
        } catch {
          // Broken off, as it may be whenever the API or the way to it is.
        }
      }
      await wait(AGAIN_MS);
    }
  });
  return { held, done };
}

/** The feed gives the newest state for each change, so that a state may come again for the next one. */
function heldOf(where: string, { findings, windows }: ObserverContext): Held {
  return new Held({ where, findings, windows, repeatsMs: Number.POSITIVE_INFINITY });
}

function take(task: ObservedTask, where: string, held: Held, { seen, findings }: ObserverContext): void {
  held.told(task.task_id, task.revision, isEnded(task), Date.now());
  if (!seen.note('summary', task.task_id, task.revision, task)) {
    findings.add('wrong', where, `${task.task_id}: revision ${task.revision} was told in two versions`);
  }
}

async function untilAborted(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
