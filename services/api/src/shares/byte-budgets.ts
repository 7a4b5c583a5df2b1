import { callerOf, type RequestContext } from '../context/request-context.ts';
import { ApiError } from '../errors/api-error.ts';
import { createShares, type Holder, type Share } from './shares.ts';

/** Bytes that requests hold in memory at a time. */
export interface ByteBudget {
  /**
   * Takes bytes for a request.
   *
   * @returns null for what is not counted: what is small, and what is not asked for by a key
   * @throws ApiError `rate_limited` where key or tenant hold too much, `service_unavailable` where the process does
   */
  take(context: RequestContext, bytes: number): Share | null;
  readonly held: number;
}

export interface ByteBudgetOptions {
  /** In all; a tenant may hold half of it, a key a quarter. */
  readonly maxBytes: number;
  /** What there is too much of, for a message: `Bodies of requests`. */
  readonly what: string;
}

/** Thousands of these are as much as one large one. */
const SMALL = 16_384;
const RETRY_AFTER = ['Retry-After', '1'] as const;

export function createByteBudget({ maxBytes, what }: ByteBudgetOptions): ByteBudget {
  const shares = createShares({ perKey: maxBytes / 4, perTenant: maxBytes / 2, inAll: maxBytes });

  function refusal(by: Holder): ApiError {
    if (by === 'process') return new ApiError('service_unavailable', { headers: RETRY_AFTER });
    const message = `${what} of this ${by} take too much memory at the moment: fewer at a time, or smaller ones.`;
    return new ApiError('rate_limited', { message, headers: RETRY_AFTER });
  }

  return {
    take(context, bytes) {
      if (bytes <= SMALL || context.caller === null) return null;
      const taken = shares.take(callerOf(context), bytes);
      if (taken.kind === 'refused') throw refusal(taken.by);
      return taken.share;
    },
    get held() {
      return shares.held;
    },
  };
}
