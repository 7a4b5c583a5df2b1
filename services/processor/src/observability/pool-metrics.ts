import type { Pool } from '@taskfold/database';
import { Gauge, type Registry } from 'prom-client';

/** Shows the state of the connection pool, under the names that the API has for its own. */
export function poolMetrics(
  registry: Registry,
  pool: Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>,
): void {
  new Gauge({
    name: 'taskfold_database_connections',
    help: 'Connections to PostgreSQL, by what they do.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
    },
  });
  new Gauge({
    name: 'taskfold_database_waiting',
    help: 'Statements that wait for a connection.',
    registers: [registry],
    collect() {
      this.set(pool.waitingCount);
    },
  });
}
