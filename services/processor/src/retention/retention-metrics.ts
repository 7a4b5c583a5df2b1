import { Counter, Gauge, type Registry } from 'prom-client';

export interface RetentionMetrics {
  removed(what: string, count: number): void;
  failed(what: string): void;
  ran(): void;
}

export function retentionMetrics(registry: Registry): RetentionMetrics {
  const registers = [registry];
  const removed = new Counter({
    name: 'taskfold_retention_removed_total',
    help: 'What retention removed: tasks, bytes of dead letters, or months of a table.',
    labelNames: ['what'],
    registers,
  });
  const failures = new Counter({
    name: 'taskfold_retention_failures_total',
    help: 'Steps of retention that failed, to be tried again in the next run.',
    labelNames: ['what'],
    registers,
  });
  const ranAt = new Gauge({
    name: 'taskfold_retention_last_run_timestamp_seconds',
    help: 'When this process last ended a run of retention, in seconds since 1970. 0 where another process does it.',
    registers,
  });
  return {
    removed: (what, count) => removed.inc({ what }, count),
    failed: (what) => failures.inc({ what }),
    ran: () => ranAt.setToCurrentTime(),
  };
}
