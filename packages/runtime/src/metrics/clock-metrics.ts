import { Gauge, type Registry } from 'prom-client';
import { afterGauges } from './after-gauges.ts';

/**
 * Shows by how much the clock of this machine is off from that of the database, which all processes share.
 *
 * @param read the database's time in milliseconds since 1970, asked for at each collection; where it rejects nothing is shown
 */
export function clockMetrics(registry: Registry, read: () => Promise<number>): void {
  new Gauge({
    name: 'taskfold_clock_difference_seconds',
    help: 'Clock of this process minus that of the database, to within half of the time that asking takes.',
    registers: [registry],
    async collect() {
      this.reset();
      this.remove();
      let asked = 0;
      const theirs = await afterGauges(() => {
        asked = Date.now();
        return read();
      }).catch(() => null);
      if (theirs !== null) this.set(((asked + Date.now()) / 2 - theirs) / 1000);
    },
  });
}
