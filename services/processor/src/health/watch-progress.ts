import type { Health } from '@taskfold/runtime';
import type { PartitionPosition } from '../partition/partition-folder.ts';

/** How long a partition may have records and not get on before the process counts as stuck. */
const STALLED_MS = 120_000;

export interface WatchProgressOptions {
  readonly health: Pick<Health, 'setLive'>;
  /** Of the partitions that should get on: neither halted nor knowingly waiting. */
  readonly positions: () => ReadonlyMap<number, PartitionPosition>;
}

/** Adds the liveness check that fails on lack of progress, not on lack of a process. */
export function watchProgress({ health, positions }: WatchProgressOptions): void {
  health.setLive('progress', () => {
    const now = performance.now();
    const stalled = [...positions()].filter(
      ([, { nextOffset, highWatermark, progressAt }]) =>
        highWatermark > nextOffset && now - progressAt > STALLED_MS,
    );
    const partitions = stalled.map(([partition]) => partition).join(', ');
    return stalled.length === 0
      ? { ok: true, reason: 'no partition is stuck' }
      : { ok: false, reason: `no progress for two minutes in partitions ${partitions}` };
  });
}
