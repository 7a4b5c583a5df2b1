import { abortable } from '@taskfold/runtime';

export interface DatabaseCheckOptions {
  /** Any statement that the database answers at once. */
  readonly ping: () => Promise<unknown>;
  /** Told after every try. */
  readonly report: (ok: boolean, reason: string) => void;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly intervalMs: number;
  /** A database that answers later than this counts as away. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Asks the database again and again whether it is there. Ends, without an error, when the signal is aborted. */
export async function watchDatabase(options: DatabaseCheckOptions): Promise<void> {
  const { ping, report, sleep, intervalMs, timeoutMs, signal } = options;
  while (!signal.aborted) {
    try {
      await abortable(ping(), AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
      report(true, 'reachable');
    } catch (error) {
      if (!signal.aborted) report(false, error instanceof Error ? error.message : 'unreachable');
    }
    await sleep(intervalMs, signal).catch(() => {});
  }
}
