import { z } from 'zod';

const address = () => z.url({ protocol: /^https?$/ }).optional();

/** Where traces and metrics go. The other variables of OpenTelemetry's SDK count as well; these turn it on. */
export const TRACING_VARIABLES = {
  OTEL_EXPORTER_OTLP_ENDPOINT: address().meta({
    description:
      'Collector that traces and metrics are sent to, as OTLP over HTTP (JSON): http://host:4318. Without it none are sent. OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER, OTEL_METRIC_EXPORT_INTERVAL and the like count as well.',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address().meta({
    description: 'The same for traces, as the whole address with its path: http://host:4318/v1/traces.',
  }),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: address().meta({
    description: 'The same for metrics: http://host:4318/v1/metrics.',
  }),
};
