import { Counter, type Registry } from 'prom-client';
import { afterGauges } from './after-gauges.ts';

/**
 * Shows how often processes of each service were started, in every service: one that ends again and again is seldom there when
 * its metrics are asked for.
 *
 * @param read the starts by service, asked for at each collection; where it rejects nothing is shown
 */
export function startMetrics(registry: Registry, read: () => Promise<ReadonlyMap<string, number>>): void {
  new Counter({
    name: 'taskfold_service_starts_total',
    help: 'Starts of processes of a service, all together, that reached the database.',
    labelNames: ['started'],
    registers: [registry],
    async collect() {
      const starts = await afterGauges(read).catch(() => new Map<string, number>());
      this.reset();
      for (const [started, count] of starts) this.inc({ started }, count);
    },
  });
}
