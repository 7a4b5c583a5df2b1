import { LRUCache } from 'lru-cache';
import type { KeyRecord } from '../context/caller.ts';

/** What is known of a key that tokens were made with. */
type Standing = 'good' | 'revoked' | 'tenant_disabled';

/**
 * Notices when the key that a token was made with is revoked, expires or has its tenant disabled, without a token ever having to
 * wait for it: a key that is not known is asked for beside the request, and the answer counts for the requests that follow.
 */
export interface Issuers {
  /** @param hash of the key */
  standing(hash: string): Standing;
}

export interface IssuersOptions {
  readonly find: (hash: string) => Promise<KeyRecord | null>;
  /** How long an answer counts, in milliseconds. */
  readonly ttlMs: number;
  /** Keys that are remembered; the one that was asked for least recently makes room. */
  readonly maxEntries: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export function createIssuers({ find, ttlMs, maxEntries, now = Date.now }: IssuersOptions): Issuers {
  const entries = new LRUCache<string, { standing: Standing; readonly askedAt: number }>({ max: maxEntries });

  async function ask(hash: string, before: Standing): Promise<void> {
    const entry = { standing: before, askedAt: now() };
    entries.set(hash, entry);
    try {
      entry.standing = standingOf(await find(hash), now());
    } catch {
      // While the store cannot be asked nothing is known against the key.
    }
  }

  return {
    standing(hash) {
      const entry = entries.peek(hash);
      const known = entry?.standing ?? 'good';
      if (entry === undefined || now() - entry.askedAt >= ttlMs) void ask(hash, known);
      return known;
    },
  };
}

function standingOf(key: KeyRecord | null, nowMs: number): Standing {
  if (key === null || (key.expiresAtMs !== null && key.expiresAtMs <= nowMs)) return 'revoked';
  return key.tenantDisabled ? 'tenant_disabled' : 'good';
}
