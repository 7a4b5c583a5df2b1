/** Something that happens again and again, and that others wait for. Who looks, and waits in the same turn, misses nothing. */
export interface Signal {
  tell(): void;
  /**
   * Resolves when it happens next, at the latest after so many milliseconds.
   *
   * @throws the signal's reason when it is aborted
   */
  next(signal: AbortSignal, timeLimitMs?: number): Promise<void>;
}

export function createSignal(): Signal {
  const waiting = new Set<() => void>();
  return {
    tell() {
      for (const wake of [...waiting]) wake();
    },
    next: (signal, timeLimitMs) =>
      new Promise<void>((resolve, reject) => {
        const timer = timeLimitMs === undefined ? undefined : setTimeout(end, timeLimitMs, resolve);
        const onTold = () => end(resolve);
        const onAbort = () => end(() => reject(signal.reason));
        function end(settle: () => void): void {
          waiting.delete(onTold);
          clearTimeout(timer);
          signal.removeEventListener('abort', onAbort);
          settle();
        }
        waiting.add(onTold);
        if (signal.aborted) onAbort();
        else signal.addEventListener('abort', onAbort, { once: true });
      }),
  };
}
