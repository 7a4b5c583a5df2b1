import { every, type Logger } from '@taskfold/runtime';

export interface PruneKeysOptions {
  /** Removes keys of more than a day ago, at most so many; returns how many. */
  readonly prune: (limit: number) => Promise<number>;
  readonly logger: Pick<Logger, 'warn'>;
  readonly signal: AbortSignal;
  readonly intervalMs?: number;
}

const BATCH = 1000;
const HOUR_MS = 3_600_000;

/** Removes old idempotency keys every hour, some at a time, until the signal is aborted. Never rejects. */
export async function pruneKeys(options: PruneKeysOptions): Promise<void> {
  const { prune, logger, signal, intervalMs = HOUR_MS } = options;
  const pruneAll = async () => {
    while (!signal.aborted && (await prune(BATCH)) === BATCH);
  };
  // A key that is too old counts as none anyway; the next round finds it again.
  await every(intervalMs, signal, pruneAll, (error) =>
    logger.warn({ err: error }, 'old idempotency keys were not removed'),
  );
}
