/** Crockford's base 32: without I, L, O and U. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

/**
 * A new id of an event: `evt_` and a ULID. Ids of one process rise from one to the next, also within a millisecond and when the
 * clock is set back, so that of two events of the same time the later one counts as the newer.
 */
export const newEventId = risingIds();

/** @returns what makes ids, each above the one before it */
export function risingIds(): (nowMs?: number) => string {
  let lastMs = 0;
  let digits: number[] = [];
  return (nowMs = Date.now()) => {
    if (nowMs > lastMs) {
      lastMs = nowMs;
      digits = [...crypto.getRandomValues(new Uint8Array(RANDOM_DIGITS))].map((byte) => byte % 32);
      // Room to count on.
      digits[0] = (digits[0] ?? 0) % 16;
    } else {
      countUp(digits);
    }
    return `evt_${timeDigits(lastMs)}${digits.map((digit) => DIGITS.charAt(digit)).join('')}`;
  };
}

function timeDigits(ms: number): string {
  let digits = '';
  for (let rest = ms; digits.length < TIME_DIGITS; rest = Math.floor(rest / 32)) {
    digits = DIGITS.charAt(rest % 32) + digits;
  }
  return digits;
}

function countUp(digits: number[]): void {
  for (let at = digits.length - 1; at >= 0; at--) {
    const digit = ((digits[at] ?? 0) + 1) % 32;
    digits[at] = digit;
    if (digit !== 0) return;
  }
}
