import type { Need } from '@taskfold/contract';
import { Gauge, type Registry } from 'prom-client';

export interface NeedsMetrics {
  /** Null where another process counts, so that sums over processes are right. */
  counted(counts: ReadonlyMap<Need, number> | null): void;
}

export function needsMetrics(registry: Registry): NeedsMetrics {
  const gauge = new Gauge({
    name: 'taskfold_tasks_in_need',
    help: 'Tasks that want a person, by why, as `needs=` lists them. Shown by the one process that counts them.',
    labelNames: ['need'],
    registers: [registry],
  });
  return {
    counted(counts) {
      gauge.reset();
      for (const [need, count] of counts ?? []) gauge.set({ need }, count);
    },
  };
}
