import { Gauge, type Registry } from 'prom-client';
import type { PartitionLag } from './write-projection-lag.ts';

export interface LagMetrics {
  /** Takes the lag by partition; null where it is not known. */
  lag(lags: ReadonlyMap<number, PartitionLag> | null): void;
}

export function lagMetrics(registry: Registry): LagMetrics {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['partition'], registers: [registry] });
  const seconds = gauge(
    'taskfold_projection_lag_seconds',
    'Age of the oldest record of a partition that is not folded; 0 where there is none.',
  );
  const transactions = gauge(
    'taskfold_open_transaction_seconds',
    'For how long the oldest open transaction of a producer has held back what lies behind it in a partition; 0 where none does.',
  );
  return {
    lag(lags) {
      seconds.reset();
      transactions.reset();
      for (const [partition, lag] of lags ?? []) {
        seconds.set({ partition }, lag.seconds);
        transactions.set({ partition }, lag.openTransactionSeconds);
      }
    },
  };
}
