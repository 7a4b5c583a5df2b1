import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { logTelemetry } from '../tracing/log-telemetry.ts';
import { resourceOf } from '../tracing/resource.ts';
import { shutdownInTime } from '../tracing/shutdown-in-time.ts';
import { registryProducer } from './registry-producer.ts';

export interface StartMetricExportOptions {
  /** Names the service where `OTEL_SERVICE_NAME` does not. */
  readonly service: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly registry: Registry;
  readonly logger: Logger;
}

export interface MetricExport {
  /** Sends the last figures, for some seconds at most. Never rejects. */
  stop(): Promise<void>;
}

const INTERVAL_MS = 60_000;
const TIMEOUT_MS = 30_000;

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
  return { stop: () => shutdownInTime(provider) };
}

function positive(text: string | undefined, standard: number): number {
  const value = Number(text);
  return value > 0 ? value : standard;
}
