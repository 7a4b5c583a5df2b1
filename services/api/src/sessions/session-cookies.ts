import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request } from 'express';
import type { ConsoleSession, ConsoleSessions } from '../tokens/console-sessions.ts';

/** A cookie that a browser sent. */
export interface SessionCookie {
  readonly name: string;
  /** Of the session, as the name has it. */
  readonly id: string;
  /** Null where it is of no session, or of one that has ended. */
  readonly session: ConsoleSession | null;
}

export interface SessionCookies {
  /** Those of a request, at most one of each session. */
  of(request: Request): readonly SessionCookie[];
  /** @param secure whether the page came over https @returns a value of `Set-Cookie` */
  keep(session: ConsoleSession, secure: boolean): string;
  /** @returns a value of `Set-Cookie` that takes it from the browser */
  drop(cookie: SessionCookie): string;
}

const PLAIN = 'taskfold-session-';
/** Browsers take such a name over https alone, and from the very host that it is sent to: no neighbour can plant one. */
const SECURE = `__Host-${PLAIN}`;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

/**
 * @param publicUrl where the API is reached, as far as that is known
 * @param now milliseconds since 1970
 */
export function createSessionCookies(
  sessions: ConsoleSessions,
  publicUrl: string | undefined,
  now: () => number = Date.now,
): SessionCookies {
  const isPublic = publicUrl?.startsWith('https:') ?? false;
  // Where there is https, a plain name may have been planted by a neighbour.
  const takesPlain = (request: Request) => !isPublic && !request.secure && isLoopback(request.hostname);
  const attributes = (name: string) =>
    ({ name, httpOnly: true, sameSite: 'strict', path: '/', secure: name.startsWith(SECURE) }) as const;

  return {
    of(request) {
      const { cookie } = request.headers;
      if (cookie === undefined) return [];
      const prefixes = takesPlain(request) ? [SECURE, PLAIN] : [SECURE];
      return Object.entries(parseCookie(cookie)).flatMap(([name, value = '']) => {
        const prefix = prefixes.find((each) => name.startsWith(each));
        if (prefix === undefined) return [];
        const id = name.slice(prefix.length);
        const session = sessions.open(value);
        return { name, id, session: session?.id === id ? session : null };
      });
    },
    keep(session, secure) {
      const maxAge = Math.max(0, Math.floor(session.expiresAt - now() / 1000));
      const name = `${secure ? SECURE : PLAIN}${session.id}`;
      return stringifySetCookie({ ...attributes(name), value: sessions.seal(session), maxAge });
    },
    drop: ({ name }) => stringifySetCookie({ ...attributes(name), value: '', maxAge: 0 }),
  };
}
