import { startTracing } from '../tracing/start-tracing.ts';
import type { Tracing } from '../tracing/tracing.ts';
import type { StartMetricExportOptions } from './otlp-metrics.ts';
import { startMetricExport } from './start-metric-export.ts';

export interface Telemetry {
  /** Null where no traces are sent. */
  readonly tracing: Tracing | null;
  /** Sends what is left, for some seconds at most. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Sends traces and metrics to where the environment says, each on its own; nothing where it says nothing.
 *
 * @throws RangeError where the environment names a sampler that does not exist
 */
export async function startTelemetry(options: StartMetricExportOptions): Promise<Telemetry> {
  const tracing = await startTracing(options);
  const metrics = await startMetricExport(options);
  return {
    tracing,
    async stop() {
      await Promise.all([tracing?.stop(), metrics?.stop()]);
    },
  };
}
