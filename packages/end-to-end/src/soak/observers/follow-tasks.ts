import { setTimeout as wait } from 'node:timers/promises';
import { Held } from './held.ts';
import { isEnded, type ObservedTask, type ObserverContext } from './observer-context.ts';
import { readServerEvents } from './read-server-events.ts';

export interface TaskFollowers {
  /** A life has begun, which is followed if somebody has nothing to do. */
  begun(taskId: string): void;
  /** Tasks that were followed to their end, or still are. */
  readonly followed: ReadonlySet<string>;
  readonly held: Held;
  readonly done: Promise<void>;
}

type Follow = (taskId: string, held: Held, context: ObserverContext) => Promise<void>;

const AGAIN_MS = 100;
const WAIT_SECONDS = 20;

/** @param count of followers, each of which follows one task at a time from its beginning to its end */
function startFollowers(
  where: string,
  count: number,
  follow: Follow,
  context: ObserverContext,
): TaskFollowers {
  const { findings, windows, signal } = context;
  // A snapshot comes again after each break.
  const held = new Held({ where, findings, windows, repeatsMs: Number.POSITIVE_INFINITY });
  const followed = new Set<string>();
  const idle: ((taskId: string) => void)[] = [];
  const work = async () => {
    const over = new Promise<null>((resolve) =>
      signal.addEventListener('abort', () => resolve(null), { once: true }),
    );
    while (!signal.aborted) {
      const next = new Promise<string>((resolve) => void idle.push(resolve));
      const taskId = await Promise.race([next, over]);
      if (taskId === null) return;
      followed.add(taskId);
      await follow(taskId, held, context).catch((error) => {
        if (!signal.aborted) throw error;
      });
    }
  };
  return {
    held,
    followed,
    begun: (taskId) => idle.shift()?.(taskId),
    done: Promise.all(Array.from({ length: count }, work)).then(() => {}),
  };
}

/** By `GET /v1/tasks/{task_id}/stream`, to the 204 that says that nothing more will come. */
export function streamTasks(count: number, context: ObserverContext): TaskFollowers {
  return startFollowers('task streams', count, followStream, context);
}

/** By `Prefer: wait`, again and again until the task has ended. */
export function waitForTasks(count: number, context: ObserverContext): TaskFollowers {
  return startFollowers('long polls', count, followWaits, context);
}

async function followStream(taskId: string, held: Held, context: ObserverContext): Promise<void> {
  const { api, findings, signal } = context;
  let last: string | null = null;
  while (!signal.aborted) {
    const headers: Record<string, string> = last === null ? {} : { 'last-event-id': last };
    const response = await api.open(`/v1/tasks/${taskId}/stream`, { headers, signal });
    if (response?.status === 204) return;
    if (response?.status === 200) {
      try {
        for await (const { id, data } of readServerEvents(response)) {
          take(JSON.parse(data), 'task streams', held, context);
          last = id ?? last;
        }
        continue;
      } catch {
        // Broken off, as it may be whenever the API or the way to it is.
      }
    } else if (response !== null) {
      await response.body?.cancel();
      // Before its creation is folded nobody sees a task.
      if (response.status !== 404)
        findings.add('wrong', 'task streams', `${taskId}: status ${response.status}`);
    }
    await wait(AGAIN_MS);
  }
}

async function followWaits(taskId: string, held: Held, context: ObserverContext): Promise<void> {
  const { api, findings, signal } = context;
  let etag: string | null = null;
  while (!signal.aborted) {
    const headers: Record<string, string> = { prefer: `wait=${WAIT_SECONDS}` };
    if (etag !== null) headers['if-none-match'] = etag;
    const answer = await api.ask(`/v1/tasks/${taskId}`, { headers, signal });
    if (answer?.status === 200) {
      const task: ObservedTask = JSON.parse(answer.text);
      take(task, 'long polls', held, context);
      etag = answer.headers.get('etag');
      if (isEnded(task)) return;
      continue;
    }
    if (answer !== null && answer.status !== 304 && answer.status !== 404) {
      findings.add('wrong', 'long polls', `${taskId}: status ${answer.status}: ${answer.text}`);
    }
    await wait(AGAIN_MS);
  }
}

function take(task: ObservedTask, where: string, held: Held, { seen, findings }: ObserverContext): void {
  held.told(task.task_id, task.revision, isEnded(task), Date.now());
  if (!seen.note('task', task.task_id, task.revision, task)) {
    findings.add('wrong', where, `${task.task_id}: revision ${task.revision} was told in two versions`);
  }
}
