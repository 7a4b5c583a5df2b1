import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { openTelemetry } from '../tracing/open-telemetry.ts';
import type { Tracing } from '../tracing/tracing.ts';

/** Tracing that keeps what has ended in memory, for tests. */
export function recordingTracing(env: Readonly<Record<string, string>> = {}): {
  readonly tracing: Tracing;
  readonly spans: () => readonly ReadableSpan[];
} {
  const exporter = new InMemorySpanExporter();
  const tracing = openTelemetry({ service: 'test', env, processor: new SimpleSpanProcessor({ exporter }) });
  return { tracing, spans: () => exporter.getFinishedSpans() };
}
