import type { Need } from '@taskfold/contract';
import { every, type Logger } from '@taskfold/runtime';
import { lead } from '../../leases/lead.ts';
import type { LeaseStore } from '../../leases/lease-store.ts';
import type { NeedsMetrics } from './needs-metrics.ts';

/** A process that died is followed by another within this time. */
const LEASE_MS = 60_000;

export interface WatchNeedsOptions {
  readonly leases: LeaseStore;
  /** Of the live tasks: one count for all processors of a database. */
  readonly count: () => Promise<ReadonlyMap<Need, number>>;
  readonly everyMs: number;
  readonly metrics: NeedsMetrics;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Counts the tasks that want a person, in one process at a time, until the signal is aborted. Never rejects. Where they
 * cannot be counted, the figures vanish: an old one says nothing of now.
 */
export async function watchNeeds({
  leases,
  count,
  everyMs,
  metrics,
  logger,
  signal,
}: WatchNeedsOptions): Promise<void> {
  await lead({
    leases,
    name: 'needs',
    ttlMs: LEASE_MS,
    logger,
    signal,
    async onTerm({ lost }) {
      const ends = AbortSignal.any([signal, lost]);
      try {
        await every(
          everyMs,
          ends,
          async () => metrics.counted(await count()),
          (error) => {
            metrics.counted(null);
            logger.warn({ err: error }, 'the tasks that want a person were not counted');
          },
        );
      } finally {
        metrics.counted(null);
      }
      lost.throwIfAborted();
    },
  });
}
