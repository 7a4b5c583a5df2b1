import { backoff } from './backoff.ts';
import { sleep } from './sleep.ts';

export interface RetryOptions {
  /** The longest wait after the first failure, in milliseconds. */
  readonly baseMs: number;
  /** The longest wait after any failure, in milliseconds. */
  readonly maxMs: number;
  readonly signal: AbortSignal;
  /** Told of each failure, and of how many there were before. What it throws ends the trying. */
  readonly onFailure: (error: unknown, failures: number) => void;
}

/**
 * Works until it succeeds, and waits longer and longer after each failure.
 *
 * @throws the signal's reason once it is aborted, and what `onFailure` throws
 */
export async function retry<Result>(
  work: () => Promise<Result>,
  { signal, onFailure, ...waits }: RetryOptions,
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      onFailure(error, attempt);
    }
    await sleep(backoff({ attempt, ...waits }), signal);
  }
}
