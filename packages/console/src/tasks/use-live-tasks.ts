import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Credential, SignedIn } from '../session/keys.ts';
import { pause } from '../time/pause.ts';
import { pageOfTasks, updatesAfter } from './ask-tasks.ts';
import { type Filters, isDecidable, passesFilters } from './filters.ts';
import { createLiveTasks, type ListState, type LiveTasks } from './live-tasks.ts';

/** Lists that were left, so that going back shows them as they were. */
const kept = new Map<string, LiveTasks>();
const MOST_KEPT = 4;

function makeList(credential: Credential, filters: Filters): LiveTasks {
  return createLiveTasks({
    page: (cursor, signal) => pageOfTasks(credential, filters, cursor, signal),
    updates: (cursor, signal) => updatesAfter(credential, cursor, signal),
    passes: (task) => passesFilters(task, filters),
    decidable: isDecidable(filters),
    pause,
  });
}

function listOf(signedIn: SignedIn, filters: Filters): LiveTasks {
  const name = JSON.stringify([signedIn.id, Object.entries(filters).toSorted()]);
  const list = kept.get(name) ?? makeList(signedIn.credential, filters);
  kept.delete(name);
  kept.set(name, list);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return list;
}

/** The tasks that pass the filters, as they are while the page is looked at. */
export function useLiveTasks(signedIn: SignedIn, filters: Filters): readonly [LiveTasks, ListState] {
  const list = useMemo(() => listOf(signedIn, filters), [signedIn, filters]);
  useEffect(() => {
    let stop = () => {};
    // A tab that nobody sees holds no request open: browsers have six of them for each origin.
    const follow = () => {
      stop();
      stop = document.hidden ? () => {} : list.start();
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      stop();
    };
  }, [list]);
  return [list, useSyncExternalStore(list.subscribe, list.get)];
}
