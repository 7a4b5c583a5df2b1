/**
 * Reads `Retry-After`: seconds, or a date.
 *
 * @param nowMs since the Unix epoch
 * @returns milliseconds from now, at least 0; null where there is none, or none that can be read
 */
export function retryAfterMs(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  const text = value.trim();
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  // Date.parse takes almost anything, such as "-5": only what begins like "Wed, 25 Nov 2026" is a date.
  if (!/^[A-Za-z]{3,9},? /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
