import type { Pool } from '@taskfold/database';
import { every, type Lifecycle, type Logger, type Registry } from '@taskfold/runtime';
import type { Config } from '../config.ts';
import { takeExclusive } from '../replay/exclusive.ts';
import { retentionMetrics } from './retention-metrics.ts';
import { runRetention } from './run-retention.ts';

export interface RetentionRoleOptions {
  readonly config: Config;
  readonly pool: Pool;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly lifecycle: Pick<Lifecycle, 'onRelease'>;
}

/** Runs retention now and again at every interval, in one process at a time. */
export function startRetention({ config, pool, registry, logger, lifecycle }: RetentionRoleOptions): void {
  const metrics = retentionMetrics(registry);
  const stopping = new AbortController();

  async function runAlone(): Promise<void> {
    const exclusive = await takeExclusive(pool, 'taskfold_retention');
    if (exclusive === null) return;
    try {
      await runRetention({
        pool,
        projection: config.PROJECTION,
        topic: config.TOPIC_EVENTS,
        ages: {
          tasks: config.RETENTION_TASKS_DAYS,
          timeline: config.RETENTION_TIMELINE_DAYS,
          changes: config.RETENTION_CHANGES_DAYS,
          callbackAttempts: config.RETENTION_ATTEMPTS_DAYS,
          deadLetters: config.RETENTION_DEAD_LETTERS_DAYS,
        },
        batch: config.RETENTION_BATCH,
        maxMs: config.RETENTION_RUN_SECONDS * 1000,
        signal: stopping.signal,
        onRemoved(what, count) {
          metrics.removed(what, count);
          logger.info({ what, count }, 'retention');
        },
        onError(what, error) {
          metrics.failed(what);
          logger.warn({ err: error, what }, 'a step of retention failed and will be tried again');
        },
      });
      metrics.ran();
    } finally {
      exclusive.letGo();
    }
  }

  const running = every(config.RETENTION_INTERVAL_SECONDS * 1000, stopping.signal, runAlone, (error) =>
    logger.warn({ err: error }, 'retention did not run and will be tried again'),
  );
  lifecycle.onRelease('retention', async () => {
    stopping.abort();
    await running;
  });
}
