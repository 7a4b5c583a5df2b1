import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * A registry of its own, not the global one, with the metrics of the process in it: CPU, memory, garbage collection,
 * event loop delay. Every metric has the label `service`.
 */
export function createRegistry({ service }: { readonly service: string }): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
