import { abortable } from '@taskfold/runtime';
import type { Request, RequestHandler, Response } from 'express';
import type { KeyRecord } from '../../context/caller.ts';
import { contextOf, type RequestContext } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import { accessTokensOf } from '../../http/access-token.ts';
import { readBearer } from './bearer.ts';
import type { FailureBudget } from './failure-budget.ts';
import { invalidKey } from './invalid-key.ts';
import type { KeyLookups } from './key-lookups.ts';
import type { ReadTokenAdmission } from './read-token-admission.ts';
import type { SessionAdmission } from './session-admission.ts';

export interface AuthenticationOptions {
  readonly lookups: KeyLookups<KeyRecord>;
  /** The hash of a key of the right form and checksum; null for anything else, which is then never looked up. */
  readonly hashOf: (token: string) => string | null;
  /** Without it, unknown keys are looked up at once, however many come. */
  readonly failures?: FailureBudget;
  /** How unknown keys are looked up once the budget of their address is used up: slowly. Needed with `failures`. */
  readonly findInTurn?: (hash: string) => Promise<KeyRecord | null>;
  /** Without it there are no read tokens. */
  readonly readTokens?: ReadTokenAdmission;
  /** Without it cookies are never looked at. */
  readonly sessions?: SessionAdmission | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const MISSING_HEADERS = ['WWW-Authenticate', 'Bearer realm="taskfold"'];

/**
 * Finds out who asks, and notes it in the request's context.
 *
 * - no `Authorization`: 401 `unauthorized`
 * - malformed, unknown, revoked or expired key: 401 `invalid_api_key`, one body for all of them
 * - a key of a disabled tenant: 403 `tenant_disabled`
 * - an unknown key, from an address that came with too many of them: 429 `rate_limited`
 *
 * A read token, of `Authorization` or of the query, is good for what it says, until it or the key that it was made with ends. A session of
 * the console stands for its key, which is looked up as if it had come itself.
 *
 * A good key is never refused for what others do: one that is in the cache passes without a promise being made, one that was good before
 * is renewed at once, and one that is new is looked up in turn where its address has used up its budget. A key of the wrong form
 * or checksum costs no query and no budget.
 */
export function authentication(options: AuthenticationOptions): RequestHandler {
  const { lookups, hashOf, failures, findInTurn, readTokens, sessions, now = Date.now } = options;

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
    if (failures === undefined || lookups.wasGood(hash)) {
      admit(context, hash, await abortable(lookups.load(hash), context.signal));
      return next();
    }
    const address = request.ip;
    const inBudget = failures.take(address);
    const lookedUp = lookups.load(hash, inBudget ? undefined : findInTurn);
    // Settled also when the client does not wait for the answer.
    if (inBudget) settle(lookedUp, () => failures.giveBack(address));
    const key = await abortable(lookedUp, context.signal);
    if (key === null && !inBudget) throw failures.refusal(address);
    admit(context, hash, key);
    next();
  }

  function admitKey(
    request: Request,
    response: Response,
    hash: string,
    next: () => void,
  ): Promise<void> | void {
    const context = contextOf(response);
    const known = lookups.cached(hash);
    if (known === undefined) return admitUnknown(request, context, hash, next);
    admit(context, hash, known);
    return next();
  }

  return (request, response, next) => {
    const inQuery = accessTokensOf(request);
    if (inQuery.length > 0) {
      readTokens?.admitFromQuery(request, response, inQuery);
      if (readTokens === undefined) throw invalidKey();
      return next();
    }
    const session = sessions?.meant(request) ?? null;
    if (session !== null) {
      return admitKey(request, response, session.keyHash, () => {
        sessions?.hold(response, session);
        next();
      });
    }
    const credentials = readBearer(request.headers.authorization);
    if (credentials.kind === 'missing') throw new ApiError('unauthorized', { headers: MISSING_HEADERS });
    if (credentials.kind === 'token' && readTokens?.isToken(credentials.token)) {
      readTokens.admit(response, credentials.token);
      return next();
    }
    const hash = credentials.kind === 'token' ? hashOf(credentials.token) : null;
    if (hash === null) throw invalidKey();
    return admitKey(request, response, hash, next);
  };
}

/** Only a key that the store does not know is a failure: a store that did not answer says nothing of the key. */
function settle(lookedUp: Promise<KeyRecord | null>, giveBack: () => void): void {
  lookedUp.then((key) => {
    if (key !== null) giveBack();
  }, giveBack);
}
