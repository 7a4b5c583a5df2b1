import { LRUCache } from 'lru-cache';

/** The secrets of tenants, kept for moments: a rotation is heard of within {@link SecretCacheOptions.maxAgeMs}. */
export interface SecretCache {
  get(tenantId: string): Promise<readonly string[]>;
}

export interface SecretCacheOptions {
  readonly read: (tenantId: string) => Promise<readonly string[]>;
  readonly maxAgeMs: number;
  readonly now?: () => number;
}

const MOST = 10_000;

interface Entry {
  readonly secrets: Promise<readonly string[]>;
  readonly until: number;
}

export function createSecretCache({
  read,
  maxAgeMs,
  now = () => performance.now(),
}: SecretCacheOptions): SecretCache {
  const known = new LRUCache<string, Entry>({ max: MOST });
  return {
    get(tenantId) {
      const found = known.get(tenantId);
      if (found !== undefined && now() < found.until) return found.secrets;
      const secrets = read(tenantId);
      const entry = { secrets, until: now() + maxAgeMs };
      known.set(tenantId, entry);
      secrets.catch(() => {
        if (known.peek(tenantId) === entry) known.delete(tenantId);
      });
      return secrets;
    },
  };
}
