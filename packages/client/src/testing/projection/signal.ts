/** Something that happens again and again, and that others wait for. Look first, then wait: what happens between is not missed, in one turn. */
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
