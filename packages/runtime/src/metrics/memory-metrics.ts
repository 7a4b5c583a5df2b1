import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { Gauge, type Registry } from 'prom-client';

/** Shows how much memory the process may take, beside which `process_resident_memory_bytes` and the used heap can be read. */
export function memoryMetrics(registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: 'taskfold_heap_limit_bytes',
    help: 'The heap that Node may grow to; beyond it the process ends. `--max-old-space-size` decides on it.',
    registers,
    collect() {
      this.set(getHeapStatistics().heap_size_limit);
    },
  });
  new Gauge({
    name: 'taskfold_memory_limit_bytes',
    help: 'What the process and its neighbours in the container may take; beyond it the kernel ends it. All of the machine where nothing is set.',
    registers,
    collect() {
      // 0, or more than there is, where nothing bounds it.
      const limit = process.constrainedMemory();
      this.set(limit > 0 ? Math.min(limit, totalmem()) : totalmem());
    },
  });
}
