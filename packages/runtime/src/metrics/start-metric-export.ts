import { otlpEndpoint } from '../tracing/otlp-endpoint.ts';
import type { MetricExport, StartMetricExportOptions } from './otlp-metrics.ts';

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
