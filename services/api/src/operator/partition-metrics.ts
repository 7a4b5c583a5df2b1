import { afterGauges, type Registry } from '@taskfold/runtime';
import { Gauge } from 'prom-client';
import type { PartitionStanding } from './standing.ts';

/**
 * Shows how far each partition is behind, as the API knows it, also while no processor is there to say so.
 *
 * @param read asked at each collection; where it rejects nothing is shown
 */
export function partitionMetrics(
  registry: Registry,
  read: () => Promise<readonly PartitionStanding[]>,
): void {
  const seconds = new Gauge({
    name: 'taskfold_known_lag_seconds',
    help: 'Age of the oldest record of a partition that is not folded, or of what was last noted of it.',
    labelNames: ['partition'],
    registers: [registry],
  });
  new Gauge({
    name: 'taskfold_known_lag_records',
    help: 'Records of a partition that are not folded, by the end of its log.',
    labelNames: ['partition'],
    registers: [registry],
    async collect() {
      const partitions = await afterGauges(read).catch(() => []);
      seconds.reset();
      this.reset();
      for (const { partition, lagRecords, lagSeconds } of partitions) {
        if (lagRecords !== null) this.set({ partition }, lagRecords);
        if (lagSeconds !== null) seconds.set({ partition }, lagSeconds);
      }
    },
  });
}
