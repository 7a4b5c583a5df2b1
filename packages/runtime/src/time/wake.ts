export interface Wake {
  /** Ends the wait that is going on, or else the next one before it begins. */
  now(): void;
  /** Resolves when woken, after so many milliseconds, or when the signal is aborted. One waits at a time. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** A wait that can be ended from elsewhere. A call that comes while nobody waits is not lost. */
export function createWake(): Wake {
  let woken = false;
  let end = () => {};
  return {
    now() {
      woken = true;
      end();
    },
    async wait(ms, signal) {
      if (!woken && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, ms);
        end = resolve;
        signal.addEventListener('abort', end, { once: true });
        await promise;
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
      }
      woken = false;
    },
  };
}
