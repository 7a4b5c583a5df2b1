import { createPool, type PoolOptions, sessionFault } from '@taskfold/database';
import { type Health, type Lifecycle, type Logger, sleep, watchDatabase } from '@taskfold/runtime';

export interface SessionWatchOptions {
  /** How the processor's statements go. */
  readonly poolOptions: PoolOptions;
  readonly health: Pick<Health, 'setReady'>;
  readonly logger: Logger;
  readonly lifecycle: Pick<Lifecycle, 'signal'>;
}

const INTERVAL_MS = 1000;
const TIMEOUT_MS = 5000;

/**
 * Says on readiness whether the database can be reached and does as it is asked. On a connection of its own: those of the pool
 * may all be folding.
 */
export async function watchSession({
  poolOptions,
  health,
  logger,
  lifecycle: { signal },
}: SessionWatchOptions): Promise<void> {
  const options = { ...poolOptions, max: 1 };
  const pool = createPool(options);
  try {
    await watchDatabase({
      async ping() {
        const fault = await sessionFault(pool, options);
        if (fault !== null) throw new Error(fault);
      },
      report: (ok, reason) => health.setReady('database', ok, reason),
      logger,
      sleep,
      intervalMs: INTERVAL_MS,
      timeoutMs: TIMEOUT_MS,
      signal,
    });
  } finally {
    await pool.end();
  }
}
