import { createStore, useStore } from '../ui/store.ts';
import { RefusedError, UnreachableError } from './failures.ts';
import type { ApiAnswer } from './request.ts';

export interface ConnectionState {
  readonly reachable: boolean;
  /** Seconds that what is shown may be behind the log; null where that is not known. */
  readonly lagSeconds: number | null;
}

/** What is shown is called stale from here on. */
export const STALE_SECONDS = 5;

const connection = createStore<ConnectionState>({ reachable: true, lagSeconds: null });

export const useConnection = (): ConnectionState => useStore(connection);

/** Notes what an answer, or its absence, says about the way to the API and the projection behind it. */
export async function noting<Data>(asking: Promise<ApiAnswer<Data>>): Promise<ApiAnswer<Data>> {
  try {
    const answer = await asking;
    const { lagSeconds } = connection.get();
    const lag = answer.lagSeconds ?? lagSeconds;
    if (!connection.get().reachable || lag !== lagSeconds)
      connection.set({ reachable: true, lagSeconds: lag });
    return answer;
  } catch (error) {
    if (error instanceof UnreachableError) note(false);
    else if (error instanceof RefusedError) note(true);
    throw error;
  }
}

function note(reachable: boolean): void {
  const held = connection.get();
  if (held.reachable !== reachable) connection.set({ ...held, reachable });
}
