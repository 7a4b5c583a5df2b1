import { TaskfoldError } from '../errors/errors.ts';
import type { Task } from '../generated/openapi.ts';
import type { RawResponse } from '../http/api-promise.ts';
import { readServerEvents } from '../http/server-events.ts';
import type { Transport } from '../http/transport.ts';
import { pause } from '../waiting/limit.ts';

/** What came: a state, `open` for a stream that begins, `alive` for a sign of life, `over` where nothing more will come. */
export type Brought = Task | 'open' | 'alive' | 'over';

/** Where whoever follows a task stands. */
export interface Standing {
  readonly taskId: string;
  /** The revision that is held; 0 for none. */
  readonly revision: number;
  readonly signal: AbortSignal | undefined;
}

/** Beside the time that an answer is held. */
const ANSWER_WITHIN_MS = 10_000;
/** The head of a stream comes at once: a way that takes longer holds it back. */
const HEAD_WITHIN_MS = 5_000;
/** Between two questions, where something on the way answers at once that should be held. */
const LEAST_BETWEEN_MS = 1_000;

export const hasEnded = ({ status }: Pick<Task, 'status'>) => status !== 'queued' && status !== 'running';

export const isSettled = (task: Task) => hasEnded(task) && task.billing?.settlement === 'final';

/**
 * States from a stream, until it ends.
 *
 * @param silentMs how long nothing may come, by whether it is the first that comes
 */
export async function* streamedStates(
  { open, parseJson }: Transport,
  { taskId, revision, signal }: Standing,
  silentMs: (first: boolean) => number,
): AsyncGenerator<Brought> {
  const headers = { accept: 'text/event-stream', ...(revision > 0 && { 'last-event-id': String(revision) }) };
  const options = { signal, timeout: HEAD_WITHIN_MS };
  const opened = await open('streamTask', { path: { task_id: taskId }, headers }, options);
  if (opened.response.status === 204) {
    opened.limit.end();
    yield 'over';
    return;
  }
  yield 'open';
  for await (const part of readServerEvents(opened, silentMs)) {
    yield part === 'alive' ? part : (parseJson(part.data) as Task);
  }
}

/** What an answer is held for: a position of the log to be folded, or, without a revision that is held, the task to be there. */
export interface HeldAnswer {
  readonly seconds: number;
  readonly minPosition?: string | undefined;
}

/** One answer, held by the API until there is a newer state, or what is wanted. Tells as well whether the position was reached. */
export async function askedState(
  transport: Transport,
  { taskId, revision, signal }: Standing,
  { seconds, minPosition }: HeldAnswer,
): Promise<{ readonly task: Task | undefined; readonly reached: boolean }> {
  const began = performance.now();
  const answer = transport.call(
    'getTask',
    {
      path: { task_id: taskId },
      query: { min_position: minPosition, ...(revision === 0 && { min_revision: 1 }) },
      headers: {
        prefer: `wait=${seconds}`,
        ...(revision > 0 && { 'if-none-match': `"r${revision}"` }),
      },
      holdSeconds: seconds,
    },
    { signal, maxRetries: 0, timeout: ANSWER_WITHIN_MS },
  );
  const { status, data, headers } = await answer.withRawResponse();
  const tookMs = performance.now() - began;
  const task = status === 304 ? undefined : data;
  if (minPosition !== undefined) return { task, reached: wasReached({ headers }, tookMs < seconds * 1_000) };
  if (task === undefined || task.revision <= revision) await pause(LEAST_BETWEEN_MS - tookMs, signal);
  return { task, reached: true };
}

function wasReached({ headers }: Pick<RawResponse<Task>, 'headers'>, inTime: boolean): boolean {
  if (headers.has('preference-applied')) return inTime;
  throw new TaskfoldError(
    'Something on the way to the API takes the header Prefer away, so that nobody can tell whether minPosition was reached.',
  );
}
