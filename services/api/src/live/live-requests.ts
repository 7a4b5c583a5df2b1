import type { KeyRecord } from '../context/caller.ts';
import { callerOf, type RequestContext } from '../context/request-context.ts';
import { ApiError } from '../errors/api-error.ts';
import { createShares, type Holder } from '../shares/shares.ts';

/** One answer that is held back until something happens, or one that goes on and on. */
export type LiveKind = 'wait' | 'stream';

/**
 * Requests that stay: waits, streams and feeds. Each key and each tenant may have so many of them, and they end when their key is revoked,
 * expires or belongs to a tenant that was disabled.
 */
export interface LiveRequests {
  /**
   * @returns to be called when the request ends
   * @throws ApiError `rate_limited` where the key, its tenant or the process has too many
   */
  enter(context: RequestContext, kind: LiveKind): () => void;
  /** Asks the store for each key that is in use, once, and ends the requests of those that are no longer good. */
  checkKeys(): Promise<void>;
  readonly counts: Readonly<Record<LiveKind, number>>;
}

export interface LiveRequestsOptions {
  readonly findKey: (hash: string) => Promise<KeyRecord | null>;
  readonly maxPerKey: number;
  readonly maxPerTenant: number;
  readonly maxInAll: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const RETRY_AFTER_SECONDS = '5';

const TOO_MANY: Readonly<Record<Holder, string>> = {
  key: 'Too many requests of this key are waiting or streaming at the moment.',
  tenant: 'Too many requests of this tenant, with all of its keys, are waiting or streaming at the moment.',
  process: 'Too many requests are waiting or streaming at the moment.',
};

export function createLiveRequests(options: LiveRequestsOptions): LiveRequests {
  const { findKey, maxPerKey, maxPerTenant, maxInAll, now = Date.now } = options;
  const shares = createShares({ perKey: maxPerKey, perTenant: maxPerTenant, inAll: maxInAll });
  const byKey = new Map<string, Set<RequestContext>>();
  const counts = { wait: 0, stream: 0 };

  async function check(hash: string, requests: ReadonlySet<RequestContext>): Promise<void> {
    const key = await findKey(hash);
    const expired = key?.expiresAtMs != null && key.expiresAtMs <= now();
    if (key !== null && !expired && !key.tenantDisabled) return;
    const code = key?.tenantDisabled ? 'tenant_disabled' : 'invalid_api_key';
    for (const context of requests) context.abort(new ApiError(code));
  }

  return {
    enter(context, kind) {
      const taken = shares.take(callerOf(context), 1);
      if (taken.kind === 'refused') {
        throw new ApiError('rate_limited', {
          message: TOO_MANY[taken.by],
          headers: ['Retry-After', RETRY_AFTER_SECONDS],
        });
      }
      const hash = context.keyHash ?? '';
      const requests = byKey.get(hash) ?? new Set();
      byKey.set(hash, requests.add(context));
      counts[kind] += 1;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        taken.share.release();
        counts[kind] -= 1;
        requests.delete(context);
        if (requests.size === 0) byKey.delete(hash);
      };
    },
    async checkKeys() {
      // While the store cannot be asked nothing is known against the keys; the next round asks again.
      await Promise.allSettled([...byKey].map(([hash, requests]) => check(hash, requests)));
    },
    counts,
  };
}
