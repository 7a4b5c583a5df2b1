import { backoff } from './backoff.ts';
import type { RetryOptions } from './retry.ts';
import { sleep } from './sleep.ts';
import type { Wake } from './wake.ts';

export interface PollOptions extends RetryOptions {
  /** Ends the waiting early. */
  readonly wake: Wake;
  /** How often it looks when nothing wakes it, in milliseconds; asked for each time. */
  readonly pollMs: number;
}

/**
 * Works again and again until the signal is aborted: at once where there is more to do, else when it is woken or the time to
 * look again has come; after failures later and later. Rejects with nothing but what `onFailure` throws.
 *
 * @param work returns whether there is more to do
 */
export async function poll(work: () => Promise<boolean>, options: PollOptions): Promise<void> {
  const { signal, onFailure, wake, baseMs, maxMs } = options;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const more = await work();
      failures = 0;
      if (!more) await wake.wait(options.pollMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      onFailure(error, failures);
      await sleep(backoff({ attempt: failures, baseMs, maxMs }), signal).catch(() => {});
      failures += 1;
    }
  }
}
