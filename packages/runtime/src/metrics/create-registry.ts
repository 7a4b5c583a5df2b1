import { collectDefaultMetrics, Registry } from 'prom-client';
import { buildMetrics } from './build-metrics.ts';
import { memoryMetrics } from './memory-metrics.ts';

/** The usual 10 ms cost an idle process 0.7 % of a core, more than all else that it does. */
const EVENT_LOOP_SAMPLE_MS = 50;

/** Gauges by the names of counters, which Prometheus's linter refuses. Each is the sum of one without `_total`, by type. */
const MISNAMED = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

export interface RegistryOptions {
  readonly service: string;
  /** `TASKFOLD_REVISION` is the commit that the process was built from; the image sets it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * A registry of its own, not the global one, with what runs and the metrics of the process in it: CPU, memory and its bounds, garbage
 * collection, event loop delay (the samples' interval of 50 ms is part of each figure). Every metric has the label `service`.
 */
export function createRegistry({ service, env = {} }: RegistryOptions): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_SAMPLE_MS });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  buildMetrics(registry, env.TASKFOLD_REVISION);
  memoryMetrics(registry);
  return registry;
}
