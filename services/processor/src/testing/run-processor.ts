import {
  createHealth,
  createLifecycle,
  createLogger,
  createRegistry,
  startTelemetry,
} from '@taskfold/runtime';
import { onTestFinished } from 'vitest';
import { configSchema } from '../config.ts';
import { checksOf, start } from '../start.ts';

export interface RunningProcessor {
  readonly ready: () => { readonly ok: boolean; readonly reasons: string };
  readonly metrics: () => Promise<string>;
  readonly lines: () => readonly Readonly<Record<string, unknown>>[];
  /** As SIGTERM does. @returns the exit code */
  stop(): Promise<number>;
}

/** The processor as it runs in its process, apart from the process: no signals, no exit. Stopped at the end of the test. */
export async function runProcessor(env: Readonly<Record<string, string>>): Promise<RunningProcessor> {
  const written: string[] = [];
  const logger = createLogger({
    service: 'processor',
    level: 'debug',
    destination: { write: (line: string) => void written.push(line) },
  });
  const config = configSchema.parse({ HOST: '127.0.0.1', ADMIN_PORT: '0', ...env });
  const health = createHealth({ required: checksOf(config.ROLES) });
  const registry = createRegistry({ service: 'processor' });
  const exited = Promise.withResolvers<number>();
  const lifecycle = createLifecycle({
    logger,
    health,
    process: { onSignal: () => () => {}, onFatal: () => () => {}, exit: (code) => exited.resolve(code) },
  });
  void lifecycle.run(async (signal) => {
    const telemetry = await startTelemetry({ service: 'processor', env, registry, logger });
    lifecycle.onRelease('telemetry', () => telemetry.stop());
    await start({ config, logger, registry, health, lifecycle, tracing: telemetry.tracing });
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  });
  const stop = async () => {
    lifecycle.stop('end of the test');
    return await exited.promise;
  };
  onTestFinished(async () => void (await stop()));
  return {
    ready() {
      const { ok, checks } = health.readiness();
      return { ok, reasons: JSON.stringify(checks) };
    },
    metrics: () => registry.metrics(),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
    stop,
  };
}
