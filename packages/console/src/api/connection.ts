import { createStore, useStore } from '../ui/store.ts';

export interface ConnectionState {
  readonly reachable: boolean;
  /** Seconds that what is shown may be behind the log; null where that is not known. */
  readonly lagSeconds: number | null;
}

/** What is shown is called stale from here on. */
export const STALE_SECONDS = 5;

const connection = createStore<ConnectionState>({ reachable: true, lagSeconds: null });

export const useConnection = (): ConnectionState => useStore(connection);

/** Notes what the head of an answer says. What a proxy says in the place of an API that is away has no id of the request. */
export function noteAnswer(headers: Headers): void {
  const { lagSeconds } = connection.get();
  const lag = headers.get('task-projection-lag');
  note({
    reachable: headers.has('x-request-id'),
    lagSeconds: lag === null ? lagSeconds : Number(lag),
  });
}

/** Notes that no answer came. */
export function noteSilence(): void {
  note({ ...connection.get(), reachable: false });
}

function note(now: ConnectionState): void {
  const held = connection.get();
  if (held.reachable !== now.reachable || held.lagSeconds !== now.lagSeconds) connection.set(now);
}
