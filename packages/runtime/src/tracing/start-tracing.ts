import type { Logger } from 'pino';
import { otlpEndpoint } from './otlp-endpoint.ts';
import type { Tracing } from './tracing.ts';

export interface StartTracingOptions {
  /** Names the service where `OTEL_SERVICE_NAME` does not. */
  readonly service: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
}

/**
 * Traces are sent where `OTEL_EXPORTER_OTLP_ENDPOINT` or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` says where to. Without it
 * nothing of OpenTelemetry is even loaded, and null is returned.
 *
 * @throws RangeError where the environment names a sampler that does not exist
 */
export async function startTracing({ service, env, logger }: StartTracingOptions): Promise<Tracing | null> {
  const url = otlpEndpoint('traces', env);
  if (url === null) return null;
  const [{ openTelemetry }, { otlpProcessor }] = await Promise.all([
    import('./open-telemetry.ts'),
    import('./otlp.ts'),
  ]);
  return openTelemetry({ service, env, processor: otlpProcessor({ url, env, logger }) });
}
