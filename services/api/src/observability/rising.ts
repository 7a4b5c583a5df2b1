import { Counter, type Registry } from 'prom-client';

/** A counter of something that is counted elsewhere, and only rises there. */
export function rising(registry: Registry, name: string, help: string, value: () => number): void {
  let shown = 0;
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      const now = value();
      this.inc(now - shown);
      shown = now;
    },
  });
}
