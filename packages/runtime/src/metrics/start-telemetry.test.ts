import { describe, expect, test } from 'vitest';
import { createLogger } from '../logger/create-logger.ts';
import { createRegistry } from './create-registry.ts';
import { startMetricExport } from './start-metric-export.ts';
import { startTelemetry } from './start-telemetry.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const registry = createRegistry({ service: 'test' });
const BASE = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };

describe('metrics', () => {
  test.each([
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    { ...BASE, OTEL_SDK_DISABLED: 'true' },
    { ...BASE, OTEL_METRICS_EXPORTER: 'none' },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:1/v1/traces' },
  ])('are not sent with %j', async (env) => {
    expect(await startMetricExport({ service: 'test', env, registry, logger })).toBeNull();
  });

  test('are sent where their own address is named, without traces', async () => {
    const env = { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://127.0.0.1:1/v1/metrics' };
    const telemetry = await startTelemetry({ service: 'test', env, registry, logger });
    expect(telemetry.tracing).toBeNull();
    await telemetry.stop();
  });
});

test('a collector that is away is said in words, not again and again, and holds up the end for no more than some seconds', async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const telemetry = await startTelemetry({
    service: 'test',
    env: { ...BASE, OTEL_METRIC_EXPORT_INTERVAL: '50' },
    registry,
    logger: createLogger({ service: 'test', level: 'warn', destination }),
  });
  expect(telemetry.tracing).not.toBeNull();
  const began = performance.now();
  await telemetry.stop();
  expect(performance.now() - began).toBeLessThan(4000);
  expect(lines.length).toBeLessThanOrEqual(1);
  for (const line of lines) expect(line).toContain('traces or metrics are not sent');
});
