/** Time that is bounded, and may be ended from outside. */
export interface Limit {
  /** Aborted when the time is up, or by the signal that was given. */
  readonly signal: AbortSignal;
  /** Whether it was aborted because the time is up. */
  isUp(): boolean;
  /** Counts anew. @param ms how long from now on; nothing for without end */
  restart(ms?: number): void;
  /** To be called in any case: lets go of the timer and of the signal that was given. */
  end(): void;
}

/**
 * Like `AbortSignal.any` with `AbortSignal.timeout`, for all versions of Node from 20 on, and without a trace on the signal that is given.
 *
 * @param ms how long at most; nothing for without end
 */
export function limitOf(outer: AbortSignal | undefined, ms?: number): Limit {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let up = false;
  const stop = () => controller.abort(outer?.reason);
  const limit: Limit = {
    signal: controller.signal,
    isUp: () => up,
    restart(next) {
      clearTimeout(timer);
      if (next === undefined || next === Number.POSITIVE_INFINITY || controller.signal.aborted) return;
      timer = setTimeout(
        () => {
          up = true;
          controller.abort(new Error('The time is up.'));
        },
        Math.min(next, MOST_MS),
      );
    },
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
  if (outer?.aborted) stop();
  else outer?.addEventListener('abort', stop, { once: true });
  limit.restart(ms);
  return limit;
}

/** Timers count with 32 bits: 24 days. */
const MOST_MS = 2 ** 31 - 1;

/** @throws the reason of the signal as soon as that is aborted, whether what is waited for heeds it or not */
export function abortable<Value>(work: PromiseLike<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).then(() => signal.removeEventListener('abort', stop));
  });
}

/** @throws the reason of the signal as soon as that is aborted */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  const limit = limitOf(signal, ms);
  try {
    await abortable(new Promise<never>(() => {}), limit.signal);
  } catch (error) {
    if (!limit.isUp()) throw error;
  } finally {
    limit.end();
  }
}
