export interface BackoffOptions {
  /** How many attempts failed before: 0 after the first. */
  readonly attempt: number;
  /** The longest wait after the first failure, in milliseconds. */
  readonly baseMs: number;
  /** The longest wait after any failure, in milliseconds. */
  readonly maxMs: number;
  /** From 0 up to, not including, 1. */
  readonly random?: () => number;
}

/**
 * How long to wait before the next attempt, in whole milliseconds: anything between nothing and a limit that doubles
 * with each failure. The whole range is random so that processes that failed together do not return together.
 */
export function backoff({ attempt, baseMs, maxMs, random = Math.random }: BackoffOptions): number {
  const limit = Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 52));
  return Math.floor(random() * limit);
}
