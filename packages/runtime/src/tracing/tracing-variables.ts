import { z } from 'zod';

const address = () => z.url({ protocol: /^https?$/ }).optional();

/** Where traces go. The other variables of OpenTelemetry's SDK count as well; these two turn it on. */
export const TRACING_VARIABLES = {
  OTEL_EXPORTER_OTLP_ENDPOINT: address().meta({
    description:
      'Collector that traces are sent to, as OTLP over HTTP (JSON): http://host:4318. Without it there are none. OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER and the like count as well.',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address().meta({
    description: 'The same as the whole address, with its path: http://host:4318/v1/traces.',
  }),
};
