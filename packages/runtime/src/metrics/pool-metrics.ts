import { Gauge, type Registry } from 'prom-client';

/** Of one pool of connections to PostgreSQL, or of several together. */
export interface PoolFigures {
  readonly connections: number;
  readonly idleConnections: number;
  /** Statements that wait for a connection. */
  readonly waiting: number;
}

/** Shows the state of the connection pool, under the same names in every service. @param figures read at each collection */
export function poolMetrics(registry: Registry, figures: () => PoolFigures): void {
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
}
