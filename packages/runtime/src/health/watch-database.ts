import type { Logger } from 'pino';
import { abortable } from '../time/abortable.ts';

export interface DatabaseCheckOptions {
  /** Any statement that the database answers at once; rejects where it cannot be used. */
  readonly ping: () => Promise<unknown>;
  /** Told after every try. */
  readonly report: (ok: boolean, reason: string) => void;
  /** Hears of a reason once, when it is new. */
  readonly logger: Pick<Logger, 'warn'>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly intervalMs: number;
  /** A database that answers later than this counts as away. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Asks the database again and again whether it is there. Ends, without an error, when the signal is aborted. */
export async function watchDatabase(options: DatabaseCheckOptions): Promise<void> {
  const { ping, report, logger, sleep, intervalMs, timeoutMs, signal } = options;
  let known: string | null = null;
  while (!signal.aborted) {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      await abortable(ping(), AbortSignal.any([signal, timeout]));
      report(true, 'reachable');
      known = null;
    } catch (error) {
      if (signal.aborted) return;
      const reason = timeout.aborted
        ? `the database did not answer within ${timeoutMs} ms`
        : messageOf(error);
      report(false, reason);
      if (reason !== known) logger.warn({ reason }, 'the database cannot be used');
      known = reason;
    }
    await sleep(intervalMs, signal).catch(() => {});
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error && error.message) || 'unreachable';
}
