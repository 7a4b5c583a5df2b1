import { randomBytes } from 'node:crypto';
import { apiKeyStart } from '@taskfold/access';
import { type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { readJson } from '../../body/read-json.ts';
import { receiveBody } from '../../body/receive-body.ts';
import { callerOf, contextOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import { sendReply } from '../../http/reply.ts';
import { readBearer } from '../../middleware/authentication/bearer.ts';
import { methodNotAllowed } from '../../middleware/method-not-allowed/method-not-allowed.ts';
import { isSameOrigin } from '../../sessions/same-origin.ts';
import { isLoopback, type SessionCookie, type SessionCookies } from '../../sessions/session-cookies.ts';
import type { ConsoleSession } from '../../tokens/console-sessions.ts';
import { makesRoom } from './makes-room.ts';

/** Where the console asks for its sessions; a template, too. */
export const SESSION_PATH = '/console/session';

export interface SessionRoutesOptions {
  readonly cookies: SessionCookies;
  /** Says whose key a request came with, and whether it may still ask. */
  readonly authenticate: readonly RequestHandler[];
  /** Hours that a session lasts, unless its key ends earlier. */
  readonly hours: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const HEADERS = ['Cache-Control', 'no-store', 'Cross-Origin-Resource-Policy', 'same-origin'];
const MAX_BODY_BYTES = 1024;

const newSessionBody = z.strictObject({ label: z.string().trim().max(40).nullish() });

/**
 * The sessions of a browser: made with a key, listed, ended. For the pages of the console and no others: whatever else asks is
 * `forbidden`. Comes before the pages, which have every other path below the console's.
 */
export function sessionRoutes(options: SessionRoutesOptions): RequestHandler {
  const { cookies, authenticate, hours, now = Date.now } = options;
  const router = Router({ caseSensitive: true });
  const named =
    (template: string): RequestHandler =>
    (_request, response, next) => {
      contextOf(response).template = template;
      next();
    };
  const ofOwnPages: RequestHandler = (request, _response, next) => {
    if (isSameOrigin(request)) next();
    else throw forbidden('This is for the pages of the console, over https or on their own machine.');
  };

  const end = (response: Response, ended: readonly SessionCookie[]) =>
    sendReply(response.req, response, {
      status: 204,
      headers: [...HEADERS, ...ended.flatMap((cookie) => setCookie(cookies.drop(cookie)))],
      body: null,
    });

  const begin: RequestHandler = (request, response) => {
    const context = contextOf(response);
    const { tenantId, expiresAtMs, grant } = callerOf(context);
    const given = readBearer(request.headers.authorization);
    // A session makes no session, so that none lasts longer than it was meant to; and a read token reads tasks alone.
    if (given.kind !== 'token' || context.keyHash === null || grant !== undefined) {
      throw forbidden('A session is made with an API key.');
    }
    const secure = isSecure(request.headers.origin);
    const { label } = readJson(newSessionBody, request.body);
    const session: ConsoleSession = {
      id: randomBytes(16).toString('base64url'),
      tenantId,
      keyHash: context.keyHash,
      keyStart: apiKeyStart(given.token),
      label: label ?? '',
      expiresAt: Math.floor(Math.min(now() + hours * 3_600_000, expiresAtMs ?? Infinity) / 1000),
    };
    const room = makesRoom(cookies.of(request), session);
    const set = [...room.map(cookies.drop), cookies.keep(session, secure)].flatMap(setCookie);
    sendReply(request, response, {
      status: 201,
      headers: [...HEADERS, ...set],
      body: JSON.stringify(shownOf(session)),
    });
  };

  router.use(named(SESSION_PATH));
  router
    .route('/')
    .get(ofOwnPages, (request, response) => {
      const data = cookies.of(request).flatMap(({ session }) => (session === null ? [] : shownOf(session)));
      const body = JSON.stringify({ object: 'list', data });
      sendReply(request, response, { status: 200, headers: HEADERS, body });
    })
    .post(
      ofOwnPages,
      ...authenticate,
      ...receiveBody({ types: ['application/json'], maxBytes: MAX_BODY_BYTES, required: false }),
      begin,
    )
    .delete(ofOwnPages, (request, response) => end(response, cookies.of(request)))
    .all(methodNotAllowed(['GET', 'POST', 'DELETE']));
  router
    .route('/:session_id')
    .all(named(`${SESSION_PATH}/{session_id}`))
    .delete(ofOwnPages, (request, response) => {
      const ended = cookies.of(request).filter(({ id }) => id === request.params.session_id);
      end(response, ended);
    })
    .all(methodNotAllowed(['DELETE']));
  return router;
}

/**
 * Whether a page came over https, as its browser says with whatever changes something.
 *
 * @throws ApiError `forbidden` for http that leaves the machine, where everybody on the way could take the cookie
 */
function isSecure(origin: string | undefined): boolean {
  const url = origin === undefined ? null : URL.parse(origin);
  if (url?.protocol === 'https:') return true;
  if (url?.protocol === 'http:' && isLoopback(url.hostname)) return false;
  throw forbidden('A session takes https, or the console of your own machine.');
}

function shownOf({ id, tenantId, keyStart, label, expiresAt }: ConsoleSession) {
  return {
    object: 'console_session',
    session_id: id,
    tenant_id: tenantId,
    key_start: keyStart,
    label,
    expires_at: new Date(expiresAt * 1000).toISOString(),
  };
}

const setCookie = (value: string) => ['Set-Cookie', value];

function forbidden(message: string): ApiError {
  return new ApiError('forbidden', { message });
}
