import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../root.ts';

export const SERVICES = ['api', 'processor'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** One metric, as the tests of the services describe it. */
interface DescribedMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Beside `service`, which every metric has. */
  readonly labels: readonly string[];
}

/** What one service shows, by its registry: see its test of all metrics. */
export function metricsOf(service: ServiceName): readonly DescribedMetric[] {
  return JSON.parse(
    readFileSync(join(PROJECT_FOLDER, 'services', service, 'generated/metrics.json'), 'utf8'),
  );
}

/** A metric, and who shows it. */
export interface ShownMetric extends DescribedMetric {
  readonly services: readonly ServiceName[];
}

/** What the services show, by name. @throws where two show something else under one name */
export function shownMetrics(): ReadonlyMap<string, ShownMetric> {
  const shown = new Map<string, ShownMetric>();
  for (const service of SERVICES) {
    for (const metric of metricsOf(service)) {
      const known = shown.get(metric.name);
      if (known !== undefined && String(known.labels) !== String(metric.labels)) {
        throw new Error(`${metric.name} has other labels in the ${service}`);
      }
      shown.set(metric.name, { ...metric, services: [...(known?.services ?? []), service] });
    }
  }
  return new Map([...shown].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
