import { z } from 'zod';
import { createSignedPayloads } from './signed-payloads.ts';

/** That somebody signed in to the console with a key, as a cookie of their browser says. */
export interface ConsoleSession {
  /** Names it, and its cookie. Random, and good for nothing by itself. */
  readonly id: string;
  readonly tenantId: string;
  /** SHA-256 of the key, in hexadecimal, by which the key is looked up. Nobody is let in with it. */
  readonly keyHash: string;
  /** The first characters of the key, for people. */
  readonly keyStart: string;
  /** What its reader calls it; may be empty. */
  readonly label: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** Sessions that say all that is known of them, and are verified by their signature: nothing is stored of them. */
export interface ConsoleSessions {
  /** What the cookie of a session holds: no key. */
  seal(session: ConsoleSession): string;
  /** The session of a cookie; null where it was not sealed with one of the keys, was changed, or has ended. */
  open(text: string): ConsoleSession | null;
}

const PURPOSE = 'taskfold console session 1';

const payload = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string(), z.int()]);

/**
 * @param keys the first signs, all of them verify; those of read tokens, which are signed for another purpose
 * @param now milliseconds since 1970
 */
export function createConsoleSessions(
  keys: readonly (string | Buffer)[],
  now: () => number = Date.now,
): ConsoleSessions {
  const payloads = createSignedPayloads(keys, PURPOSE);
  return {
    seal: ({ id, tenantId, keyHash, keyStart, label, expiresAt }) =>
      payloads.seal([id, tenantId, keyHash, keyStart, label, expiresAt]),
    open(text) {
      const read = payload.safeParse(payloads.open(text));
      if (!read.success) return null;
      const [id, tenantId, keyHash, keyStart, label, expiresAt] = read.data;
      if (expiresAt * 1000 <= now()) return null;
      return { id, tenantId, keyHash, keyStart, label, expiresAt };
    },
  };
}
