import type { Health } from '@taskfold/runtime';
import type { PartitionLag } from '../lag/write-projection-lag.ts';
import type { PartitionProgress } from '../partition/partition-folder.ts';

/** How long a partition may have records and not get on before the process counts as stuck. */
const STALLED_MS = 120_000;

export interface WatchProgressOptions {
  readonly health: Pick<Health, 'setLive'>;
  /** Of the partitions that should get on: neither halted nor knowingly waiting, against which no restart helps. */
  readonly reached: () => ReadonlyMap<number, Pick<PartitionProgress, 'progressAt'>>;
}

export interface ProgressWatch {
  /**
   * To be told every second or so how far each partition is behind the log, as the broker says and not as the consumer
   * has heard: one that no longer fetches knows of no lag. Null where the broker cannot be asked, which is no reason to
   * restart, and no more is a transaction of a producer that holds a partition back.
   */
  observe(lags: ReadonlyMap<number, Pick<PartitionLag, 'seconds' | 'isHeldBack'>> | null): void;
}

/** Adds the liveness check that fails on lack of progress, not on lack of a process. */
export function watchProgress({ health, reached }: WatchProgressOptions): ProgressWatch {
  /** Since when each partition is behind. */
  const behindSince = new Map<number, number>();

  health.setLive('progress', () => {
    const now = performance.now();
    const stalled = [...reached()].filter(([partition, { progressAt }]) => {
      const since = behindSince.get(partition);
      return since !== undefined && now - Math.max(since, progressAt) > STALLED_MS;
    });
    const partitions = stalled.map(([partition]) => partition).join(', ');
    return stalled.length === 0
      ? { ok: true, reason: 'no partition is stuck' }
      : { ok: false, reason: `no progress for two minutes in partitions ${partitions}` };
  });

  return {
    observe(lags) {
      const now = performance.now();
      const isBehind = (partition: number) => {
        const lag = lags?.get(partition);
        return lag !== undefined && lag.seconds > 0 && !lag.isHeldBack;
      };
      for (const partition of behindSince.keys()) if (!isBehind(partition)) behindSince.delete(partition);
      for (const partition of lags?.keys() ?? []) {
        if (isBehind(partition) && !behindSince.has(partition)) behindSince.set(partition, now);
      }
    },
  };
}
