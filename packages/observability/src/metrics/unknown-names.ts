import { namesOf } from '../promql/parse.ts';
import type { ShownMetric } from './shown-metrics.ts';

/** Those that Prometheus adds to whatever it collects, and the one of the registries. */
const EVERYWHERE = ['service', 'instance', 'job', 'namespace', 'pod'];
const PARTS = /_(?:bucket|sum|count)$/;

/** The names in an expression that no service shows, each with what is wrong with it. */
export function unknownNames(expr: string, shown: ReadonlyMap<string, ShownMetric>): string[] {
  const { series, grouping } = namesOf(expr);
  const faults: string[] = [];
  const labels = new Set(EVERYWHERE);
  for (const { metric, labels: chosenBy } of series) {
    const known = shown.get(metric) ?? histogramOf(metric, shown);
    if (known === undefined) {
      faults.push(`no service shows ${metric}`);
      continue;
    }
    const own = [...known.labels, ...(metric.endsWith('_bucket') ? ['le'] : [])];
    for (const label of own) labels.add(label);
    for (const label of chosenBy) {
      if (!own.includes(label) && !EVERYWHERE.includes(label)) faults.push(`${metric} has no label ${label}`);
    }
  }
  for (const label of grouping) {
    if (!labels.has(label)) faults.push(`nothing in the expression has a label ${label}`);
  }
  return faults;
}

function histogramOf(metric: string, shown: ReadonlyMap<string, ShownMetric>): ShownMetric | undefined {
  if (!PARTS.test(metric)) return undefined;
  const histogram = shown.get(metric.replace(PARTS, ''));
  return histogram?.type === 'histogram' ? histogram : undefined;
}
