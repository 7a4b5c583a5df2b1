import { abortable } from '@taskfold/runtime';
import type { Request, RequestHandler } from 'express';
import { ApiError } from '../../errors/api-error.ts';
import { contextOf, type RequestContext } from '../request-context/request-context.ts';
import { readBearer } from './bearer.ts';
import type { Caller } from './caller.ts';
import type { FailureBudget } from './failure-budget.ts';
import type { KeyLookups } from './key-lookups.ts';

/** An API key that exists and was not revoked. */
export interface KeyRecord extends Caller {
  /** Milliseconds since 1970; null for a key that does not expire. */
  readonly expiresAtMs: number | null;
  readonly tenantDisabled: boolean;
}

export interface AuthenticationOptions {
  readonly lookups: KeyLookups<KeyRecord>;
  /** The hash of a key of the right form and checksum; null for anything else, which is then never looked up. */
  readonly hashOf: (token: string) => string | null;
  /** Without it, keys may be tried without end. */
  readonly failures?: FailureBudget;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const MISSING_HEADERS = ['WWW-Authenticate', 'Bearer realm="taskfold"'];
const INVALID_HEADERS = ['WWW-Authenticate', 'Bearer realm="taskfold", error="invalid_token"'];

/**
 * Finds out who asks, and notes it in the request's context.
 *
 * - no `Authorization`: 401 `unauthorized`
 * - malformed, unknown, revoked or expired key: 401 `invalid_api_key`, one body for all of them
 * - a key of a disabled tenant: 403 `tenant_disabled`
 * - a key that is not in the cache, from an address that came with too many bad ones: 429 `rate_limited`, without a query
 *
 * A key that is in the cache passes without a promise being made.
 */
export function authentication(options: AuthenticationOptions): RequestHandler {
  const { lookups, hashOf, failures, now = Date.now } = options;

  function admit(context: RequestContext, hash: string, key: KeyRecord | null): void {
    if (key === null || (key.expiresAtMs !== null && key.expiresAtMs <= now())) throw invalidKey();
    context.caller = key;
    context.keyHash = hash;
    if (key.tenantDisabled) throw new ApiError('tenant_disabled');
  }

  async function admitUnknown(
    request: Request,
    context: RequestContext,
    hash: string,
    next: () => void,
  ): Promise<void> {
    const key = await abortable(lookups.load(hash), context.signal);
    if (key === null) failures?.failed(request.ip);
    admit(context, hash, key);
    next();
  }

  return (request, response, next) => {
    const credentials = readBearer(request.headers.authorization);
    if (credentials.kind === 'missing') throw new ApiError('unauthorized', { headers: MISSING_HEADERS });
    const hash = credentials.kind === 'token' ? hashOf(credentials.token) : null;
    const context = contextOf(response);
    const known = hash === null ? undefined : lookups.cached(hash);
    if (hash === null || known === undefined) {
      failures?.check(request.ip);
      if (hash !== null) return admitUnknown(request, context, hash, next);
      failures?.failed(request.ip);
      throw invalidKey();
    }
    admit(context, hash, known);
    return next();
  };
}

function invalidKey(): ApiError {
  return new ApiError('invalid_api_key', { headers: INVALID_HEADERS });
}
