import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { logTelemetry } from '../tracing/log-telemetry.ts';
import { resourceOf } from '../tracing/resource.ts';
import { registryProducer } from './registry-producer.ts';
import type { MetricExport, StartMetricExportOptions } from './start-metric-export.ts';

const INTERVAL_MS = 60_000;
const TIMEOUT_MS = 30_000;
/** A collector that does not answer must not hold up the end of the process. */
const STOP_MS = 3000;

/**
 * Sends what a registry holds as OTLP over HTTP at an interval. What cannot be sent is said in the log; the next time tells
 * all the same, for figures are cumulative.
 */
export function otlpMetrics({
  service,
  env,
  registry,
  logger,
  url,
}: StartMetricExportOptions & { readonly url: string }): MetricExport {
  logTelemetry(logger);
  const exportIntervalMillis = positive(env.OTEL_METRIC_EXPORT_INTERVAL, INTERVAL_MS);
  const timeoutMs = positive(env.OTEL_METRIC_EXPORT_TIMEOUT, TIMEOUT_MS);
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url }),
    exportIntervalMillis,
    exportTimeoutMillis: Math.min(timeoutMs, exportIntervalMillis),
    metricProducers: [registryProducer(registry)],
  });
  const provider = new MeterProvider({ resource: resourceOf(service, env), readers: [reader] });
  return {
    async stop() {
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, STOP_MS);
      // That figures could not be sent, the exporter has said by itself.
      await Promise.race([provider.shutdown().catch(() => {}), late.promise]);
      clearTimeout(timer);
    },
  };
}

function positive(text: string | undefined, standard: number): number {
  const value = Number(text);
  return value > 0 ? value : standard;
}
