import type { Request, Response } from 'express';
import { callerOf, contextOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import { isSameOrigin } from '../../sessions/same-origin.ts';
import type { SessionCookies } from '../../sessions/session-cookies.ts';
import type { ConsoleSession } from '../../tokens/console-sessions.ts';
import { expire } from './expire.ts';
import { invalidKey } from './invalid-key.ts';

/** Lets the pages of the console ask by a session of their browser, as if by its key. */
export interface SessionAdmission {
  /**
   * The session that a request means: cookies are looked at where it names one, and where nothing else says who asks.
   *
   * @returns null where it means none
   * @throws ApiError `unauthorized` where no page of the console asks, `invalid_api_key` where its browser has no such session
   */
  meant(request: Request): ConsoleSession | null;
  /** Holds a request that was let in with the key of a session to the session's own end. */
  hold(response: Response, session: ConsoleSession): void;
}

/** Names a session by its id. A page of another origin cannot send it: CORS allows it to nobody. */
const HEADER = 'taskfold-session';
const VARY = ['Vary', 'Taskfold-Session'];
const NOT_OURS =
  'A session of the console is for the pages of the console alone, over https or on one machine.';

export function sessionAdmission(cookies: SessionCookies): SessionAdmission {
  return {
    meant(request) {
      const id = request.headers[HEADER];
      if (id === undefined || request.headers.authorization !== undefined) return null;
      if (!isSameOrigin(request)) throw new ApiError('unauthorized', { message: NOT_OURS });
      const session = cookies.of(request).find((cookie) => cookie.id === id)?.session ?? null;
      if (session === null) throw invalidKey();
      return session;
    },
    hold(response, { expiresAt }) {
      const context = contextOf(response);
      const key = callerOf(context);
      const endsAtMs = Math.min(expiresAt * 1000, key.expiresAtMs ?? Infinity);
      context.caller = { ...key, expiresAtMs: endsAtMs };
      // What a browser keeps of one session's answers is none of another's.
      context.originHeaders = [...context.originHeaders, ...VARY];
      expire(response, endsAtMs);
    },
  };
}
