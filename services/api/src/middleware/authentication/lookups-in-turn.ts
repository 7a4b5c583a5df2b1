import { ApiError } from '../../errors/api-error.ts';

export interface LookupsInTurnOptions<Key> {
  /** The records of those hashes that are keys. */
  readonly findMany: (hashes: readonly string[]) => Promise<ReadonlyMap<string, Key>>;
  /** Milliseconds from the beginning of one query to that of the next, at least. */
  readonly intervalMs: number;
  readonly maxPerQuery: number;
  /** Hashes that may wait; `service_unavailable` beyond. */
  readonly maxWaiting: number;
}

/**
 * Look-ups of keys from addresses that came with many bad ones: one query at a time, each for many hashes, with a pause between them.
 * However many keys are tried, the database is asked so often and no more; a good key among them waits its turn, and is served.
 *
 * @returns asks for one hash; null where no such key exists. Rejects as the query does.
 */
export function createLookupsInTurn<Key>(
  options: LookupsInTurnOptions<Key>,
): (hash: string) => Promise<Key | null> {
  const { findMany, intervalMs, maxPerQuery, maxWaiting } = options;
  const waiting = new Map<string, PromiseWithResolvers<Key | null>>();
  let turn: NodeJS.Timeout | undefined;
  let asking = false;
  let mayAskAt = 0;

  function schedule(): void {
    if (asking || turn !== undefined || waiting.size === 0) return;
    turn = setTimeout(() => void ask(), Math.max(0, mayAskAt - performance.now()));
  }

  async function ask(): Promise<void> {
    turn = undefined;
    asking = true;
    mayAskAt = performance.now() + intervalMs;
    const asked = [...waiting.entries()].slice(0, maxPerQuery);
    for (const [hash] of asked) waiting.delete(hash);
    try {
      const found = await findMany(asked.map(([hash]) => hash));
      for (const [hash, { resolve }] of asked) resolve(found.get(hash) ?? null);
    } catch (error) {
      for (const [, { reject }] of asked) reject(error);
    }
    asking = false;
    schedule();
  }

  return (hash) => {
    const other = waiting.get(hash);
    if (other !== undefined) return other.promise;
    if (waiting.size >= maxWaiting) return Promise.reject(new ApiError('service_unavailable'));
    const answer = Promise.withResolvers<Key | null>();
    waiting.set(hash, answer);
    schedule();
    return answer.promise;
  };
}
