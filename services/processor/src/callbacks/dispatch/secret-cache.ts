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

export function createSecretCache({
  read,
  maxAgeMs,
  now = () => performance.now(),
}: SecretCacheOptions): SecretCache {
  const known = new Map<string, { readonly secrets: Promise<readonly string[]>; readonly until: number }>();
  return {
    get(tenantId) {
      const found = known.get(tenantId);
      if (found !== undefined && now() < found.until) return found.secrets;
      const secrets = read(tenantId);
      known.delete(tenantId);
      const [oldest] = known.keys();
      if (known.size >= MOST && oldest !== undefined) known.delete(oldest);
      const entry = { secrets, until: now() + maxAgeMs };
      known.set(tenantId, entry);
      secrets.catch(() => {
        if (known.get(tenantId) === entry) known.delete(tenantId);
      });
      return secrets;
    },
  };
}
