import { Gauge, type Registry } from 'prom-client';
import type { ChangeReader } from '../changes/change-reader.ts';
import { rising } from './rising.ts';

export interface LiveFigures {
  readonly changes: () => ChangeReader['figures'];
  /** Waits, streams and held polls. */
  readonly requests: () => number;
}

/** Shows who waits for changes, and what following them costs. */
export function liveMetrics(registry: Registry, { changes, requests }: LiveFigures): void {
  new Gauge({
    name: 'taskfold_live_requests',
    help: 'Requests that wait for changes or stream them.',
    registers: [registry],
    collect() {
      this.set(requests());
    },
  });
  rising(
    registry,
    'taskfold_change_reads_total',
    'Times that changes were looked for, whoever waits for them.',
    () => changes().rounds,
  );
  rising(
    registry,
    'taskfold_changes_read_total',
    'Changes that were read and told to whoever waits for them.',
    () => changes().changes,
  );
}
