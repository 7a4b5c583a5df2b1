import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import { emptyResource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import type { Registry } from 'prom-client';
import { SEMANTIC_NAMES, type SemanticName } from './semantic-names.ts';

/** A metric as prom-client gives it. */
interface Read {
  readonly name: string;
  readonly help: string;
  readonly type: unknown;
  readonly values: readonly Value[];
}

interface Value {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number | undefined>>;
  /** Of a histogram: the name of the metric with `_bucket`, `_sum` or `_count`. */
  readonly metricName?: string;
}

interface Times {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/**
 * Hands what a registry of Prometheus holds to OpenTelemetry, so that both show the same figures. Since they only ever
 * rise, counters and histograms are cumulative from the start of the process. OpenTelemetry's own exporter goes the other way:
 * it would rename what `/metrics` shows, and knows nothing of the process.
 */
export function registryProducer(registry: Registry): MetricProducer {
  const startTime = now();
  return {
    async collect() {
      const read = (await registry.getMetricsAsJSON()) as unknown as readonly Read[];
      const times = { startTime, endTime: now() };
      const metrics = read.map((metric) => metricOf(metric, times)).filter((metric) => metric !== null);
      const scopeMetrics = [{ scope: { name: 'taskfold' }, metrics }];
      return { resourceMetrics: { resource: emptyResource(), scopeMetrics }, errors: [] };
    },
  };
}

function now(): HrTime {
  const ms = Date.now();
  return [Math.floor(ms / 1000), (ms % 1000) * 1e6];
}

/** @returns null for summaries, which nothing here is */
function metricOf(metric: Read, times: Times): MetricData | null {
  const semantic = SEMANTIC_NAMES[metric.name];
  const common = {
    descriptor: {
      name: semantic?.name ?? metric.name,
      description: metric.help,
      unit: semantic?.unit ?? unitOf(metric.name),
      valueType: ValueType.DOUBLE,
    },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  if (metric.type === 'histogram') {
    const dataPoints = histogramPoints(metric.values, semantic, times);
    return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints };
  }
  if (metric.type !== 'counter' && metric.type !== 'gauge') return null;
  const dataPoints = metric.values
    .filter(({ value }) => Number.isFinite(value))
    .map(({ labels, value }) => ({ ...times, attributes: attributesOf(labels, semantic), value }));
  return metric.type === 'gauge' && semantic?.isSum !== true
    ? { ...common, dataPointType: DataPointType.GAUGE, dataPoints }
    : { ...common, dataPointType: DataPointType.SUM, isMonotonic: metric.type === 'counter', dataPoints };
}

function unitOf(name: string): string {
  return /_seconds(?:_total)?$/.test(name) ? 's' : /_bytes(?:_total)?$/.test(name) ? 'By' : '';
}

/** Buckets hold what is at most their bound in Prometheus, and what is in no lower one in OpenTelemetry. */
function histogramPoints(
  values: readonly Value[],
  semantic: SemanticName | undefined,
  times: Times,
): DataPoint<Histogram>[] {
  const series = Map.groupBy(values, ({ labels: { le: _bound, ...labels } }) => JSON.stringify(labels));
  return [...series.values()].map((parts) => {
    const valueBy = (suffix: string) =>
      parts.find(({ metricName }) => metricName?.endsWith(suffix))?.value ?? 0;
    const buckets = parts.filter(({ metricName }) => metricName?.endsWith('_bucket'));
    const count = valueBy('_count');
    const finite = buckets.filter(({ labels }) => Number.isFinite(Number(labels.le)));
    const below = [0, ...finite.map(({ value }) => value), count];
    const { le: _bound, ...labels } = parts[0]?.labels ?? {};
    return {
      ...times,
      attributes: attributesOf(labels, semantic),
      value: {
        buckets: {
          boundaries: finite.map(({ labels: { le } }) => Number(le)),
          counts: below.slice(1).map((value, index) => value - (below[index] ?? 0)),
        },
        sum: valueBy('_sum'),
        count,
      },
    };
  });
}

/** The service is told of by the resource. */
function attributesOf(
  { service: _service, ...labels }: Value['labels'],
  semantic?: SemanticName,
): Attributes {
  return Object.fromEntries(
    Object.entries(labels)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [semantic?.attributes[name] ?? name, value]),
  );
}
