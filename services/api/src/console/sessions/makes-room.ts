import type { SessionCookie } from '../../sessions/session-cookies.ts';
import type { ConsoleSession } from '../../tokens/console-sessions.ts';

/** Cookies come with every request, whose headers have a limit: eight of the longest take 6 kB of it. */
export const MAX_SESSIONS = 8;

/**
 * Which cookies a browser no longer needs that gets one more: those of the same key, then what is of no session, then those that end
 * first.
 */
export function makesRoom(
  held: readonly SessionCookie[],
  { keyHash }: ConsoleSession,
): readonly SessionCookie[] {
  const isReplaced = ({ session }: SessionCookie) => session?.keyHash === keyHash;
  const others = held
    .filter((cookie) => !isReplaced(cookie))
    .toSorted((one, other) => (one.session?.expiresAt ?? 0) - (other.session?.expiresAt ?? 0));
  const tooMany = Math.max(0, others.length - (MAX_SESSIONS - 1));
  return [...held.filter(isReplaced), ...others.slice(0, tooMany)];
}
