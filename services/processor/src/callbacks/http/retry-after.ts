/** A receiver may put the next attempt off by no more: a day. */
export const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

const ASCTIME = /^[A-Za-z]{3} [A-Za-z]{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3): seconds in any number of digits, or a date.
 *
 * @param nowMs since the Unix epoch
 * @returns milliseconds from now, from 0 to {@link LONGEST_WAIT_MS}; null where there is none, or none that can be read
 */
export function retryAfterMs(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_WAIT_MS);
  // Date.parse takes almost anything, such as "-5": only what begins like "Wed, 25 Nov 2026" is a date.
  if (!/^[A-Za-z]{3,9},? /.test(text)) return null;
  // The oldest form of a date in HTTP names no zone, and means UTC.
  const at = Date.parse(ASCTIME.test(text) ? `${text} GMT` : text);
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - nowMs), LONGEST_WAIT_MS);
}
