import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { otlpEndpoint } from '../tracing/otlp-endpoint.ts';

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

/**
 * Metrics are sent where `OTEL_EXPORTER_OTLP_ENDPOINT` or `OTEL_EXPORTER_OTLP_METRICS_ENDPOINT` says where to: those that
 * `/metrics` shows. Without it nothing of OpenTelemetry is even loaded, and null is returned.
 */
export async function startMetricExport(options: StartMetricExportOptions): Promise<MetricExport | null> {
  const url = otlpEndpoint('metrics', options.env);
  if (url === null) return null;
  const { otlpMetrics } = await import('./otlp-metrics.ts');
  return otlpMetrics({ ...options, url });
}
