import { isApiError } from '@taskfold/client';
import { maySucceedLater } from '../api/failures.ts';
import { pause } from '../time/pause.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;
const MISSING_PAUSE_MS = 3000;
/** A stream does not say how far the projection is behind the log; a short answer does. */
const LOOK_MS = 8000;

interface Revised {
  readonly revision: number;
}

/** How a task is asked for. */
export interface TaskSource<State extends Revised> {
  /** Its states as they come, until no more are expected. Throws task_not_found at once where there is none. */
  states(signal: AbortSignal): AsyncIterable<State>;
  /** Another state than that of the revision; null where there is none. @param seconds that the answer may be held for */
  other(revision: number, seconds: number, signal: AbortSignal): Promise<State | null>;
}

interface Follower<State> {
  show(task: State): void;
  missing(): void;
}

/** Answers are not held longer, so that each says in time that the projection stands still. */
const HELD_SECONDS = 8;

/**
 * Follows a task as long as somebody looks at it: by a stream until its end is settled, by answers that the API holds afterwards, when
 * its caller may still be told, or money be moved.
 *
 * @throws what does not pass by itself, and the reason of the signal
 */
export async function followTask<State extends Revised>(
  source: TaskSource<State>,
  { show, missing }: Follower<State>,
  signal: AbortSignal,
): Promise<never> {
  let wait = FIRST_PAUSE_MS;
  let revision = 0;
  const see = (task: State) => {
    wait = FIRST_PAUSE_MS;
    revision = Math.max(revision, task.revision);
    show(task);
  };

  async function look(streaming: AbortSignal): Promise<void> {
    while (!streaming.aborted) {
      await pause(LOOK_MS, streaming);
      // What failed is noted where it is asked for. The stream may outlast it, and would not say that it has passed.
      const task = await source.other(revision, 0, streaming).catch(whatPasses);
      if (task !== null) see(task);
    }
  }

  async function stream(): Promise<void> {
    const ended = new AbortController();
    // Where looking ends, the stream tells why.
    void look(AbortSignal.any([signal, ended.signal])).catch(() => {});
    try {
      for await (const task of source.states(signal)) see(task);
    } finally {
      ended.abort();
    }
  }

  for (let streams = true; ; ) {
    signal.throwIfAborted();
    try {
      if (streams) {
        await stream();
        streams = false;
      }
      const task = await source.other(revision, HELD_SECONDS, signal);
      if (task !== null) see(task);
      wait = FIRST_PAUSE_MS;
    } catch (error) {
      signal.throwIfAborted();
      const isMissing = isApiError(error, 'task_not_found');
      if (!isMissing && !maySucceedLater(error)) throw error;
      if (isMissing) {
        revision = 0;
        streams = true;
        missing();
      }
      await pause(isMissing ? MISSING_PAUSE_MS : wait, signal);
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
    }
  }
}

/** @throws what does not pass by itself */
function whatPasses(error: unknown): null {
  if (maySucceedLater(error)) return null;
  throw error;
}
