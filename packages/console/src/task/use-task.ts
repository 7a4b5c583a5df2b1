import type { Task } from '@taskfold/client';
import { useCallback, useEffect, useState } from 'react';
import type { SignedIn } from '../session/keys.ts';
import { sourceOf } from './ask-task.ts';
import { followTask } from './follow-task.ts';

export interface Watched {
  readonly task: Task | null;
  /** Why there is no newer state, where that does not pass by itself. */
  readonly failure: unknown;
  /** Whether the API has said that there is no such task. */
  readonly missing: boolean;
}

const BEGIN: Watched = { task: null, failure: null, missing: false };

function newerOf(held: Watched, task: Task): Watched {
  const same = held.task?.task_id === task.task_id;
  return same && (held.task?.revision ?? 0) > task.revision ? held : { task, failure: null, missing: false };
}

/** The task as it is, and as it becomes, while the page is looked at. It never goes back to an earlier revision. */
export function useTask({ credential }: SignedIn, taskId: string): readonly [Watched, (task: Task) => void] {
  const [watched, setWatched] = useState(BEGIN);
  const show = useCallback((task: Task) => setWatched((held) => newerOf(held, task)), []);

  useEffect(() => {
    let running = new AbortController();
    const source = sourceOf(credential, taskId);
    const follower = { show, missing: () => setWatched({ ...BEGIN, missing: true }) };
    const follow = async (signal: AbortSignal) => {
      try {
        await followTask(source, follower, signal);
      } catch (error) {
        if (!signal.aborted) setWatched((held) => ({ ...held, failure: error }));
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
  }, [credential, taskId, show]);

  return [watched, show];
}
