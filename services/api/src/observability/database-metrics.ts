import { Gauge, type Registry } from 'prom-client';
import { rising } from './rising.ts';

/** Read whenever metrics are asked for. The last two only rise. */
export interface DatabaseFigures {
  readonly connections: number;
  readonly idleConnections: number;
  /** Statements that wait for a connection. */
  readonly waiting: number;
  /** Tasks that were asked for. */
  readonly lookups: number;
  /** Statements that answered them; look-ups ÷ queries is the coalescing factor. */
  readonly queries: number;
}

/** Shows the state of the connection pool and how many look-ups share a statement. */
export function databaseMetrics(registry: Registry, figures: () => DatabaseFigures): void {
  new Gauge({
    name: 'taskfold_database_connections',
    help: 'Connections to PostgreSQL, by what they do.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { connections, idleConnections } = figures();
      this.set({ state: 'idle' }, idleConnections);
      this.set({ state: 'busy' }, connections - idleConnections);
    },
  });
  new Gauge({
    name: 'taskfold_database_waiting',
    help: 'Statements that wait for a connection.',
    registers: [registry],
    collect() {
      this.set(figures().waiting);
    },
  });
  rising(
    registry,
    'taskfold_task_lookups_total',
    'Tasks that were asked for by id.',
    () => figures().lookups,
  );
  rising(
    registry,
    'taskfold_task_lookup_queries_total',
    'Statements that answered look-ups by id. Look-ups divided by these is the coalescing factor.',
    () => figures().queries,
  );
}
