import type { Request, Response } from 'express';
import { contextOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { Issuers } from '../../tokens/issuers.ts';
import { type ReadTokens, TOKEN_PREFIX } from '../../tokens/read-tokens.ts';
import { expire } from './expire.ts';
import { invalidKey } from './invalid-key.ts';

/** Lets requests with read tokens in. Nothing is looked up for it. */
export interface ReadTokenAdmission {
  isToken(credentials: string): boolean;
  /** @throws ApiError `invalid_api_key`, `tenant_disabled` */
  admit(response: Response, token: string): void;
  /** The same for tokens of the query, which only reads may have, one of them, and beside no other credentials. */
  admitFromQuery(request: Request, response: Response, tokens: readonly string[]): void;
}

const READ_ONLY = new Set(['tasks:read'] as const);
/** Whatever the page links to is not told its URL. */
const NO_REFERRER = ['Referrer-Policy', 'no-referrer'];

export function readTokenAdmission(tokens: ReadTokens, issuers: Issuers): ReadTokenAdmission {
  function admit(response: Response, text: string): void {
    const token = tokens.open(text);
    if (token === null) throw invalidKey();
    const standing = issuers.standing(token.keyHash);
    if (standing === 'revoked') throw invalidKey();
    const { keyId, tenantId, projectId, grant } = token;
    const expiresAtMs = token.expiresAt * 1000;
    const context = contextOf(response);
    context.caller = { keyId, tenantId, projectId, scopes: READ_ONLY, expiresAtMs, grant };
    context.keyHash = token.keyHash;
    if (standing === 'tenant_disabled') throw new ApiError('tenant_disabled');
    expire(response, expiresAtMs);
  }

  return {
    isToken: (credentials) => credentials.startsWith(TOKEN_PREFIX),
    admit,
    admitFromQuery(request, response, [token = '', ...others]) {
      const context = contextOf(response);
      context.originHeaders = [...context.originHeaders, ...NO_REFERRER];
      const reads = request.method === 'GET' || request.method === 'HEAD';
      if (!reads || others.length > 0 || request.headers.authorization !== undefined) throw invalidKey();
      admit(response, token);
    },
  };
}
