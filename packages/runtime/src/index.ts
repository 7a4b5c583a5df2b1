export type { Logger } from 'pino';
export type { Registry } from 'prom-client';
export { createAdminServer } from './admin-server/admin-server.ts';
export { refuseKnownSecrets } from './config/known-secrets.ts';
export { ConfigError, loadConfig } from './config/load-config.ts';
export { readText } from './config/read-text.ts';
export { runService } from './config/run-service.ts';
export { LOG_VARIABLES, serviceVariables } from './config/service-variables.ts';
export {
  type ConfigSchema,
  type ConfigVariable,
  describeConfig,
  describeVariables,
} from './config/variables.ts';
export { type FailureKind, failureKind, failureOf, isSqlState } from './failures/failure-table.ts';
export { messageOf } from './failures/message-of.ts';
export { createHealth, type Health } from './health/health.ts';
export { watchDatabase } from './health/watch-database.ts';
export { createLifecycle, type Lifecycle } from './lifecycle/lifecycle.ts';
export { createLogger } from './logger/create-logger.ts';
export { redactText } from './logger/serialize-error.ts';
export { createRegistry } from './metrics/create-registry.ts';
export { kafkaMetrics } from './metrics/kafka-metrics.ts';
export { type PoolFigures, poolMetrics } from './metrics/pool-metrics.ts';
export { startMetrics } from './metrics/start-metrics.ts';
export { startTelemetry } from './metrics/start-telemetry.ts';
export { escapeControls, escapeLines } from './terminal/escape-controls.ts';
export { print, printError } from './terminal/print.ts';
export { abortable } from './time/abortable.ts';
export { backoff } from './time/backoff.ts';
export { every } from './time/every.ts';
export { poll } from './time/poll.ts';
export { retry } from './time/retry.ts';
export { sleep, untilAborted } from './time/sleep.ts';
export { createWake } from './time/wake.ts';
export { isTraceparent } from './tracing/traceparent.ts';
export type { TraceSpan, Tracing } from './tracing/tracing.ts';
export { TRACING_VARIABLES } from './tracing/tracing-variables.ts';
