import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import { logTelemetry } from './log-telemetry.ts';

/**
 * Sends spans as OTLP over HTTP, in batches, beside the work. What cannot be sent is dropped and said in the log; the queue
 * is bounded. Headers, time limit, compression and certificates are the exporter's to read from the environment.
 */
export function otlpProcessor({
  url,
  env,
  logger,
}: {
  readonly url: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
}): SpanProcessor {
  logTelemetry(logger);
  return new BatchSpanProcessor({
    exporter: new OTLPTraceExporter({ url }),
    ...positive('scheduledDelayMillis', env.OTEL_BSP_SCHEDULE_DELAY),
    ...positive('exportTimeoutMillis', env.OTEL_BSP_EXPORT_TIMEOUT),
    ...positive('maxQueueSize', env.OTEL_BSP_MAX_QUEUE_SIZE),
    ...positive('maxExportBatchSize', env.OTEL_BSP_MAX_EXPORT_BATCH_SIZE),
  });
}

function positive<Name extends string>(name: Name, text: string | undefined): Partial<Record<Name, number>> {
  const value = Number(text);
  return value > 0 ? ({ [name]: value } as Record<Name, number>) : {};
}
