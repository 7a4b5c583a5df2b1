import { Gauge, type Registry } from 'prom-client';

export interface LagMetrics {
  /** Takes seconds by partition; empty where they are not known. */
  lag(seconds: ReadonlyMap<number, number>): void;
}

export function lagMetrics(registry: Registry): LagMetrics {
  const gauge = new Gauge({
    name: 'taskfold_projection_lag_seconds',
    help: 'Age of the oldest record of a partition that is not folded; 0 where there is none.',
    labelNames: ['partition'],
    registers: [registry],
  });
  return {
    lag(seconds) {
      gauge.reset();
      for (const [partition, value] of seconds) gauge.set({ partition }, value);
    },
  };
}
