import { LRUCache } from 'lru-cache';

/**
 * Looks API keys up and keeps what it found for a short while, so that most requests ask nobody.
 *
 * - An answer counts from the moment its query *began*, so a key revoked at some time is refused everywhere at the
 *   latest `ttlMs` afterwards.
 * - Only keys that exist are kept, at most `maxEntries` of them, the oldest making room. A key that does not exist is
 *   asked for every time: it becomes valid at once when it is made, and made-up keys fill no memory.
 * - A key that was found stays known when its answer is too old to count, until the store says otherwise: to be renewed is not to be
 *   tried.
 * - Requests with one key that arrive together share one query.
 */
export interface KeyLookups<Key> {
  /** The key's record where it is known and fresh, else undefined. */
  cached(hash: string): Key | undefined;
  /** Whether the key was good when it was asked for last, however long ago. */
  wasGood(hash: string): boolean;
  /**
   * Asks the store; null where no such key exists. Rejects as the store does.
   *
   * @param find how to ask; `options.find` by default
   */
  load(hash: string, find?: (hash: string) => Promise<Key | null>): Promise<Key | null>;
}

export interface KeyLookupsOptions<Key> {
  readonly find: (hash: string) => Promise<Key | null>;
  readonly ttlMs: number;
  readonly maxEntries: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export function createKeyLookups<Key>(options: KeyLookupsOptions<Key>): KeyLookups<Key> {
  const { ttlMs, maxEntries, now = () => performance.now() } = options;
  const entries = new LRUCache<string, { readonly key: Key; readonly askedAt: number }>({ max: maxEntries });
  const running = new Map<string, { readonly result: Promise<Key | null>; readonly askedAt: number }>();

  async function ask(
    hash: string,
    find: (hash: string) => Promise<Key | null>,
    askedAt: number,
  ): Promise<Key | null> {
    try {
      const key = await find(hash);
      if (key === null) entries.delete(hash);
      else entries.set(hash, { key, askedAt });
      return key;
    } finally {
      if (running.get(hash)?.askedAt === askedAt) running.delete(hash);
    }
  }

  return {
    cached(hash) {
      const entry = entries.peek(hash);
      return entry !== undefined && now() - entry.askedAt < ttlMs ? entry.key : undefined;
    },
    wasGood: (hash) => entries.has(hash),
    load(hash, find = options.find) {
      const askedAt = now();
      const current = running.get(hash);
      if (current !== undefined && askedAt - current.askedAt < ttlMs) return current.result;
      const result = ask(hash, find, askedAt);
      running.set(hash, { result, askedAt });
      return result;
    },
  };
}
