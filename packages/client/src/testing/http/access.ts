import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Grant } from '../projection/grant.ts';
import { ErrorAnswer } from './error-answer.ts';

/** Who may ask: the one key, and the read tokens that were made with it. */
export interface Access {
  /** @param reads what it lets read */
  issue(
    reads: Omit<Grant, 'expiresAtMs'>,
    seconds: number,
  ): { readonly token: string; readonly grant: Grant };
  /**
   * @param inQuery the parameters `access_token`
   * @returns what the token lets read; null for the key, which may do everything
   * @throws ErrorAnswer `unauthorized`, `invalid_api_key`
   */
  admit(headers: IncomingHttpHeaders, inQuery: readonly string[]): Grant | null;
}

const BEARER = /^(?:bearer[ \t]+)?([A-Za-z0-9._~+/-]+=*)$/i;
const REALM = 'Bearer realm="taskfold"';

export function createAccess(apiKey: string): Access {
  const tokens = new Map<string, Grant>();
  return {
    issue(reads, seconds) {
      const token = `tft_${randomBytes(24).toString('base64url')}.${randomBytes(32).toString('base64url')}`;
      const grant = { ...reads, expiresAtMs: (Math.floor(Date.now() / 1_000) + seconds) * 1_000 };
      tokens.set(token, grant);
      return { token, grant };
    },
    admit({ authorization }, inQuery) {
      const [text = authorization] = inQuery;
      if (text === undefined)
        throw new ErrorAnswer('unauthorized', { headers: { 'www-authenticate': REALM } });
      const secret = BEARER.exec(text)?.[1] ?? '';
      if (secret === apiKey && inQuery.length === 0) return null;
      const grant = tokens.get(secret);
      if (grant !== undefined && grant.expiresAtMs > Date.now()) return grant;
      const headers = { 'www-authenticate': `${REALM}, error="invalid_token"` };
      throw new ErrorAnswer('invalid_api_key', { headers });
    },
  };
}
