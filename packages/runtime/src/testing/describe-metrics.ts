import type { Registry } from 'prom-client';

/** One metric as a process shows it. */
interface DescribedMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Beside `service`, which every metric has. */
  readonly labels: readonly string[];
}

/** Whatever a registry shows, also what has no samples yet, by name. */
export function describeMetrics(registry: Registry): DescribedMetric[] {
  const metrics = registry.getMetricsAsArray() as unknown as readonly {
    readonly name: string;
    readonly help: string;
    readonly type: DescribedMetric['type'];
    readonly labelNames: readonly string[];
  }[];
  return metrics
    .map(({ name, type, help, labelNames }) => ({ name, type, help, labels: [...labelNames] }))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}
