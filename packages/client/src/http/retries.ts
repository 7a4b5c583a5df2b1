import { ApiError, ConnectionError } from '../errors/errors.ts';

const BASE_MS = 500;
/** The longest wait between two attempts, unless the API asks for more. */
const MOST_MS = 20_000;
/** So that not all who were asked to wait for a second come after a second. */
const SPREAD_MS = 250;

/**
 * How long to wait before the next attempt, in milliseconds; `undefined` where none would help, or might do twice what was asked for.
 *
 * @param failures how many came before this one
 * @param repeatable whether doing it twice is the same as doing it once
 * @param mostAskedMs where the API asks to wait for longer than this, its caller is told instead
 */
export function delayAfter(
  error: unknown,
  failures: number,
  repeatable: boolean,
  mostAskedMs: number,
): number | undefined {
  if (error instanceof ApiError) {
    if (!error.retryable) return undefined;
    // Of these alone it is certain that nothing was done.
    if (!repeatable && error.code !== 'rate_limited') return undefined;
    const asked = error.retryAfterMs;
    if (asked !== undefined) return asked > mostAskedMs ? undefined : asked + Math.random() * SPREAD_MS;
  } else if (!(error instanceof ConnectionError) || !repeatable) {
    return undefined;
  }
  const most = Math.min(MOST_MS, BASE_MS * 2 ** failures);
  return most / 2 + (Math.random() * most) / 2;
}
