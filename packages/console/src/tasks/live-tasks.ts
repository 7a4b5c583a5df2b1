import { isApiError, type TaskSummary } from '@taskfold/client';
import { maySucceedLater } from '../api/failures.ts';
import { createStore, type Store } from '../ui/store.ts';
import type { TasksAnswer, UpdatesAnswer } from './ask-tasks.ts';
import { RowList } from './row-list.ts';
import { appendPage, applyUpdates, OF_A_PAGE, type Rows, renewPage } from './rows.ts';
import { WaitingTasks } from './waiting-tasks.ts';

export interface ListState {
  readonly rows: Rows;
  /** `loading` until the first page is there; `failed` where none came, and none will by itself. */
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly failure: unknown;
  /** Whether a further page is on its way. */
  readonly fetching: boolean;
  /** Tasks that changed and are not shown, because the list is held. */
  readonly waiting: number;
  /** Whether more of them changed than are counted: what follows is asked for when the list is let go. */
  readonly manyWait: boolean;
  /** Ids of what the last change brought. */
  readonly moved: ReadonlySet<string>;
  /** Rows that have come in above the reader's place since the list began. */
  readonly above: number;
}

export interface LiveTasksOptions {
  page(
    cursor: string | undefined,
    signal: AbortSignal,
  ): Promise<Pick<TasksAnswer, 'data' | 'next_cursor' | 'has_more'>>;
  /** Without a cursor the one of now, at once; with one, what changed since, as soon as something has. */
  updates(
    cursor: string | undefined,
    signal: AbortSignal,
  ): Promise<Pick<UpdatesAnswer, 'data' | 'next_cursor'>>;
  passes(task: TaskSummary): boolean;
  /** Whether `passes` decides as the API does; if not, the API is asked again after changes. */
  readonly decidable: boolean;
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** A list of tasks that follows the change feed while somebody looks at it. */
export interface LiveTasks extends Pick<Store<ListState>, 'get' | 'subscribe'> {
  /** Follows until the returned function is called; then again from where it was. */
  start(): () => void;
  /** Fetches the next page, unless there is none or it is on its way. */
  more(): void;
  /** What changes waits while the list is held. */
  hold(held: boolean): void;
  /** Tells which row the reader sees first. */
  seeing(place: number): void;
}

const BEGIN: ListState = {
  rows: { tasks: RowList.empty, more: false },
  phase: 'loading',
  failure: null,
  fetching: false,
  waiting: 0,
  manyWait: false,
  moved: new Set(),
  above: 0,
};
const NONE_WAIT = { waiting: 0, manyWait: false } as const;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;
/** After changes of a list that only the API decides on. */
const ASK_AGAIN_MS = 1500;
/** After changes, so that those that come by the dozen in a second are drawn, and asked for, together. */
const GATHER_MS = 250;
/** What a held list keeps; the feed keeps the rest. */
const MOST_WAITING = 2000;
/** How often a list that waits for its reader looks whether the API, and the projection behind it, still move. */
const LOOK_MS = 8000;

export function createLiveTasks(options: LiveTasksOptions): LiveTasks {
  const store = createStore(BEGIN);
  const change = (more: Partial<ListState>) => store.set({ ...store.get(), ...more });
  const waiting = new WaitingTasks();
  let feed: string | undefined;
  let next: string | undefined;
  let held = false;
  let onLetGo = () => {};
  let place = 0;
  let running = new AbortController();

  function take(updates: readonly TaskSummary[]): void {
    const state = store.get();
    const { rows, above, moved } = applyUpdates(state.rows, updates, options.passes, place);
    change({ rows, moved, above: state.above + above, ...NONE_WAIT });
  }

  async function begin(signal: AbortSignal): Promise<void> {
    // The feed begins before the page is read: what changes in between comes by it.
    const { next_cursor: now } = await options.updates(undefined, signal);
    const page = await options.page(undefined, signal);
    waiting.clear();
    feed = now;
    next = page.next_cursor ?? undefined;
    const rows = { tasks: RowList.of(page.data), more: page.has_more };
    change({ rows, phase: 'ready', failure: null, ...NONE_WAIT });
  }

  async function askAgain(signal: AbortSignal): Promise<void> {
    await options.pause(ASK_AGAIN_MS, signal);
    const page = await options.page(undefined, signal);
    const { rows, renewed } = renewPage(store.get().rows, page.data, page.has_more);
    if (renewed) next = page.next_cursor ?? undefined;
    change({ rows, moved: new Set(), ...NONE_WAIT });
  }

  async function follow(signal: AbortSignal): Promise<void> {
    if (feed === undefined) await begin(signal);
    if (held && waiting.size >= MOST_WAITING) return await waitForReader(signal);
    const { data, next_cursor: cursor } = await options.updates(feed, signal);
    feed = cursor;
    if (data.length === 0) return;
    if (!options.decidable) {
      if (held) change({ waiting: store.get().waiting + data.length });
      else await askAgain(signal);
      return;
    }
    if (held) {
      const { tasks } = store.get().rows;
      waiting.add(data, (task) => tasks.placeOf(task.task_id) >= 0 || options.passes(task));
      change({ waiting: waiting.showing, manyWait: waiting.size >= MOST_WAITING });
    } else take(data);
    if (data.length < OF_A_PAGE) await options.pause(GATHER_MS, signal);
  }

  /** The feed keeps what the list does not; its answers say in the meantime how far the projection is. */
  async function waitForReader(signal: AbortSignal): Promise<void> {
    const letGo = new AbortController();
    onLetGo = () => letGo.abort();
    await options.pause(LOOK_MS, AbortSignal.any([signal, letGo.signal])).catch(() => {});
    signal.throwIfAborted();
    if (held) await options.updates(undefined, signal);
  }

  /** @returns whether it is worth going on */
  function onFailure(error: unknown): boolean {
    if (isOutdated(error)) {
      feed = undefined;
      return true;
    }
    if (maySucceedLater(error)) {
      if (store.get().phase === 'loading') change({ failure: error });
      return true;
    }
    change({ phase: 'failed', failure: error });
    return false;
  }

  async function run(signal: AbortSignal): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      try {
        await follow(signal);
        pause = FIRST_PAUSE_MS;
      } catch (error) {
        if (signal.aborted || !onFailure(error)) return;
        await options.pause(pause, signal).catch(() => {});
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  async function fetchMore(signal: AbortSignal): Promise<void> {
    change({ fetching: true });
    try {
      const page = await options.page(next, signal);
      next = page.next_cursor ?? undefined;
      change({ rows: appendPage(store.get().rows, page.data, page.has_more), fetching: false });
    } catch (error) {
      change({ fetching: false });
      if (isOutdated(error)) await begin(signal).catch(() => {});
    }
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    start() {
      running = new AbortController();
      const { signal } = running;
      if (store.get().phase === 'failed') change({ phase: 'loading', failure: null });
      void run(signal);
      return () => running.abort();
    },
    more() {
      const { rows, fetching, phase } = store.get();
      if (phase === 'ready' && rows.more && !fetching) void fetchMore(running.signal);
    },
    hold(now) {
      held = now;
      if (held) return;
      onLetGo();
      if (options.decidable) {
        if (waiting.size > 0) take(waiting.take());
      } else if (store.get().waiting > 0) void askAgain(running.signal).catch(() => {});
    },
    seeing(first) {
      place = first;
    },
  };
}

/** Whether a cursor is good no more: then the list begins anew. */
function isOutdated(error: unknown): boolean {
  return isApiError(error, 'cursor_expired', 'invalid_cursor');
}
