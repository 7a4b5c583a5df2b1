import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Cursors that clients hand back unchanged: base64url of a tag and a payload. The tag covers what the cursor is for as
 * well, so that one opened for another tenant, other filters or another route is no cursor.
 */
export interface SignedCursors {
  /**
   * @param binding all that the cursor is good for, in an order of the caller's choice
   * @param payload where to go on
   */
  seal(binding: readonly string[], payload: string): string;
  /** The payload; null where the cursor was not made by {@link seal} with the same binding and key. */
  open(binding: readonly string[], cursor: string): string | null;
}

/** Forging one is no more than guessing 128 bits, and gains nothing but another place to begin. */
const TAG_BYTES = 16;
const CURSOR = /^[A-Za-z0-9_-]+$/;

/** @param key what processes that serve the same clients share: at least 32 bytes from a random source */
export function createSignedCursors(key: string | Buffer): SignedCursors {
  function tagOf(binding: readonly string[], payload: string): Buffer {
    // JSON keeps the parts apart: no two bindings and payloads have the same text.
    const text = JSON.stringify([...binding, payload]);
    return createHmac('sha256', key).update(text).digest().subarray(0, TAG_BYTES);
  }

  return {
    seal(binding, payload) {
      return Buffer.concat([tagOf(binding, payload), Buffer.from(payload)]).toString('base64url');
    },
    open(binding, cursor) {
      if (!CURSOR.test(cursor)) return null;
      const bytes = Buffer.from(cursor, 'base64url');
      // Of several spellings of the same bytes only the one that was issued is taken.
      if (bytes.length < TAG_BYTES || bytes.toString('base64url') !== cursor) return null;
      const payload = bytes.subarray(TAG_BYTES).toString();
      return timingSafeEqual(bytes.subarray(0, TAG_BYTES), tagOf(binding, payload)) ? payload : null;
    },
  };
}
