import { isApiError, type Task } from '@taskfold/client';
import { useCallback, useEffect, useState } from 'react';
import { maySucceedLater } from '../api/failures.ts';
import type { SignedIn } from '../session/keys.ts';
import { pause } from '../time/pause.ts';
import { type AskedTask, taskAfter } from './ask-task.ts';

export interface Watched {
  readonly task: Task | null;
  /** Why there is no newer state, where that does not pass by itself. */
  readonly failure: unknown;
  /** Whether the API has said that there is no such task. */
  readonly missing: boolean;
}

const BEGIN: Watched = { task: null, failure: null, missing: false };
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;
const MISSING_PAUSE_MS = 3000;

function newerOf(held: Watched, task: Task): Watched {
  const same = held.task?.task_id === task.task_id;
  return same && (held.task?.revision ?? 0) > task.revision ? held : { task, failure: null, missing: false };
}

/** The task as it is, and as it becomes, while the page is looked at. It never goes back to an earlier revision. */
export function useTask({ key }: SignedIn, taskId: string): readonly [Watched, (task: Task) => void] {
  const [watched, setWatched] = useState(BEGIN);
  const show = useCallback((task: Task) => setWatched((held) => newerOf(held, task)), []);

  useEffect(() => {
    let running = new AbortController();
    const follow = async (signal: AbortSignal) => {
      let etag: string | null = null;
      let wait = FIRST_PAUSE_MS;
      while (!signal.aborted) {
        try {
          const answer: AskedTask = await taskAfter(key, taskId, etag, signal);
          if (answer.task !== null) show(answer.task);
          etag = answer.etag ?? etag;
          wait = FIRST_PAUSE_MS;
        } catch (error) {
          if (signal.aborted) return;
          const missing = isApiError(error, 'task_not_found');
          if (!missing && !maySucceedLater(error)) return setWatched((held) => ({ ...held, failure: error }));
          if (missing) setWatched({ task: null, failure: null, missing });
          etag = missing ? null : etag;
          await pause(missing ? MISSING_PAUSE_MS : wait, signal).catch(() => {});
          wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
        }
      }
    };
    // A tab that nobody sees holds no request open: browsers have six of them for each origin.
    const onVisibility = () => {
      running.abort();
      if (document.hidden) return;
      running = new AbortController();
      void follow(running.signal);
    };
    setWatched(BEGIN);
    onVisibility();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      running.abort();
    };
  }, [key, taskId, show]);

  return [watched, show];
}
