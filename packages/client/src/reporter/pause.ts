/** Waits; shorter where the signal ends it. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

/** A signal that ends with another one or when time is up; `passed` is rejected then. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  readonly passed: Promise<never>;
  /** Gives the timer back. */
  end(): void;
}

export function timeLimit(ms: number, outer?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  const { promise: passed, reject } = rejectable();
  const end = (reason: unknown) => {
    controller.abort(reason);
    reject(reason);
  };
  const timer = setTimeout(() => end(new DOMException(`No answer within ${ms} ms`, 'TimeoutError')), ms);
  const follow = () => end(outer?.reason);
  if (outer?.aborted) follow();
  outer?.addEventListener('abort', follow);
  return {
    signal: controller.signal,
    passed,
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', follow);
    },
  };
}

function rejectable(): { readonly promise: Promise<never>; readonly reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<never>((_resolve, refuse) => {
    reject = refuse;
  });
  // Whoever races with it hears of it; nobody else has to.
  promise.catch(() => {});
  return { promise, reject };
}
