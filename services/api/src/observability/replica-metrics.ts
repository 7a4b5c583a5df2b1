import { Counter, Gauge, type Registry } from 'prom-client';
import type { ReplicaFigures } from '../replica/replica.ts';
import { rising } from './rising.ts';

/** Shows whether reads go to the replica, how far it is behind, and who answered. */
export function replicaMetrics(registry: Registry, figures: () => ReplicaFigures): void {
  new Gauge({
    name: 'taskfold_replica_used',
    help: 'Whether reads go to the replica where it is as far as the primary: 1, else 0.',
    registers: [registry],
    collect() {
      this.set(figures().used ? 1 : 0);
    },
  });
  new Gauge({
    name: 'taskfold_replica_lag_seconds',
    help: 'Age of the newest state of the primary that the replica was seen to have; not there before it had any.',
    registers: [registry],
    collect() {
      const { lagSeconds } = figures();
      if (lagSeconds === null) this.reset();
      else this.set(lagSeconds);
    },
  });
  const shown = { replica: 0, primary: 0 };
  new Counter({
    name: 'taskfold_replica_reads_total',
    help: 'Reads that a replica may answer, by who answered them.',
    labelNames: ['target'],
    registers: [registry],
    collect() {
      const { reads } = figures();
      for (const target of ['replica', 'primary'] as const) {
        this.inc({ target }, reads[target] - shown[target]);
        shown[target] = reads[target];
      }
    },
  });
  rising(
    registry,
    'taskfold_replica_failures_total',
    'Errors of the replica, such as reads that its replay canceled; the primary answered those reads.',
    () => figures().failures,
  );
}
