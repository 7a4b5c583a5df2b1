import { createStore, useStore } from '../ui/store.ts';

export interface ConnectionState {
  readonly reachable: boolean;
  /** It answers, and says that it cannot: what it needs is away. */
  readonly able: boolean;
  /** Seconds that what is shown may be behind the log; null where that is not known. */
  readonly lagSeconds: number | null;
}

/** What is shown is called stale from here on. */
export const STALE_SECONDS = 5;

const connection = createStore<ConnectionState>({ reachable: true, able: true, lagSeconds: null });

export const useConnection = (): ConnectionState => useStore(connection);

interface Answered {
  readonly status: number;
  readonly headers: Headers;
}

/** From here on an answer says that the API could not do what it should. */
const NOT_DONE = 500;

/** Notes what the head of an answer says. What a proxy says in the place of an API that is away has no id of the request. */
export function noteAnswer({ status, headers }: Answered): void {
  const { lagSeconds } = connection.get();
  const lag = headers.get('task-projection-lag');
  note({
    reachable: headers.has('x-request-id'),
    able: status < NOT_DONE,
    lagSeconds: lag === null ? lagSeconds : Number(lag),
  });
}

/** Notes that no answer came. */
export function noteSilence(): void {
  note({ ...connection.get(), reachable: false });
}

function note(now: ConnectionState): void {
  const held = connection.get();
  const isSame =
    held.reachable === now.reachable && held.able === now.able && held.lagSeconds === now.lagSeconds;
  if (!isSame) connection.set(now);
}
