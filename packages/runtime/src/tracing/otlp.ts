import { DiagLogLevel, diag } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';

/** A collector that is away is worth one line in this time. */
const QUIET_MS = 60_000;

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
  logThrough(logger);
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

function logThrough(logger: Logger): void {
  let saidAt = Number.NEGATIVE_INFINITY;
  const say = (message: string) => {
    const now = performance.now();
    if (now - saidAt < QUIET_MS) return;
    saidAt = now;
    logger.warn({ reason: reasonOf(message) }, 'traces are not sent');
  };
  const nothing = () => {};
  diag.setLogger(
    { error: say, warn: say, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

/** The SDK prints an error as a JSON object with its stack; the rest it says in words. */
function reasonOf(message: string): string {
  try {
    const { message: reason } = JSON.parse(message) as { readonly message?: unknown };
    return String(reason ?? 'unknown').slice(0, 500);
  } catch {
    return message.slice(0, 500);
  }
}
