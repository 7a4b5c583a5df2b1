import { Gauge, type Registry } from 'prom-client';
import type { ChangeReader } from '../changes/change-reader.ts';
import type { LiveKind } from '../live/live-requests.ts';
import { rising } from './rising.ts';

export interface LiveFigures {
  readonly changes: () => ChangeReader['figures'];
  readonly requests: () => Readonly<Record<LiveKind, number>>;
}

/** Shows who waits for changes, and what following them costs. */
export function liveMetrics(registry: Registry, { changes, requests }: LiveFigures): void {
  new Gauge({
    name: 'taskfold_live_requests',
    help: 'Requests that wait for changes or stream them.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      for (const [kind, count] of Object.entries(requests())) this.set({ kind }, count);
    },
  });
  new Gauge({
    name: 'taskfold_change_watches',
    help: 'Watches of tasks, tenants and partitions that are told when something changes.',
    registers: [registry],
    collect() {
      this.set(changes().watches);
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
