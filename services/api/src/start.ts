import { watchSchema } from '@taskfold/database';
import type { PartitionOffsets } from '@taskfold/kafka';
import {
  clockMetrics,
  createAdminServer,
  type Health,
  type Lifecycle,
  type Logger,
  type Registry,
  sleep,
  startMetrics,
  type Tracing,
  watchDatabase,
} from '@taskfold/runtime';
import type { Config } from './config.ts';
import { checkLogin } from './health/check-login.ts';
import { checkPaths } from './health/check-paths.ts';
import { createOperatorApp } from './operator/operator-app.ts';
import { partitionMetrics } from './operator/partition-metrics.ts';
import { createStanding } from './operator/standing.ts';
import { createService, type ServiceOptions } from './service.ts';
import type { ServiceDatabase } from './service-database.ts';

/** How long running requests may take to end once the process is told to stop. */
const DRAIN_MS = 20_000;
const DATABASE_CHECK_INTERVAL_MS = 1000;
const DATABASE_CHECK_TIMEOUT_MS = 2000;

/** The name of the readiness check that the API depends on. */
export const DATABASE_CHECK = 'database';
const REPLICA_CHECK = 'replica';

/** The name of the one that is shown with it: without Kafka nothing can be changed, but all can be read. */
export const KAFKA_CHECK = 'kafka';

export interface StartOptions {
  readonly config: Config;
  readonly database: ServiceDatabase;
  readonly producer: ServiceOptions['producer'];
  /** Where the logs of the events topic end; asked while no processor says so. */
  readonly logEnds: () => Promise<readonly PartitionOffsets[]>;
  /** The hash of a key of the right form and checksum, else null. */
  readonly keyHash: (token: string) => string | null;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly health: Health;
  readonly lifecycle: Pick<Lifecycle, 'signal' | 'onRelease' | 'fail'>;
  /** Without it nothing is traced. */
  readonly tracing?: Tracing | null;
}

/**
 * Opens both ports, the admin port first, so that health can be asked for from the beginning. Whether the database is
 * there decides on readiness only: the API starts without it and answers 503 until it comes.
 *
 * Released in reverse: the API drains while the admin port still tells that it is stopping.
 *
 * @returns the ports taken
 */
export async function start(options: StartOptions): Promise<{ port: number; adminPort: number }> {
  const { config, logger, registry, health, database, lifecycle } = options;
  const partitions = createStanding({ read: () => database.operators.partitions(), ends: options.logEnds });
  partitionMetrics(registry, partitions);
  startMetrics(registry, database.starts.read);
  clockMetrics(registry, database.clock);
  void database.starts.note().catch((error: unknown) => {
    logger.debug({ err: error }, 'the start was not noted');
  });
  const operator = createOperatorApp({ ...options, database: database.operators, partitions });
  const { ADMIN_HOST: host, ADMIN_PORT: adminPortWanted } = config;
  const admin = createAdminServer({
    host,
    port: adminPortWanted,
    logger,
    registry,
    health,
    ...(operator && { operator }),
  });
  lifecycle.onRelease('admin port', () => admin.close());
  const adminPort = await admin.listen();

  const paths = checkPaths({
    pathFault: database.pathFault,
    report: (reason) => health.setReady(DATABASE_CHECK, false, reason),
    fail: lifecycle.fail,
    signal: lifecycle.signal,
  });
  lifecycle.onRelease('check of the ways to the database', () => paths);
  const watching = watchDatabase({
    ping: database.ping,
    report: (ok, reason) => health.setReady(DATABASE_CHECK, ok, reason),
    logger,
    sleep,
    intervalMs: DATABASE_CHECK_INTERVAL_MS,
    timeoutMs: DATABASE_CHECK_TIMEOUT_MS,
    signal: lifecycle.signal,
  });
  lifecycle.onRelease('database check', () => watching);
  const checking = checkLogin({
    loginFault: database.loginFault,
    refuses: config.NODE_ENV === 'production',
    fail: (error) => lifecycle.fail(error),
    logger,
    signal: lifecycle.signal,
  });
  lifecycle.onRelease('check of the login', () => checking);

  const schema = watchSchema({
    look: database.schema,
    registry,
    health,
    logger,
    fail: lifecycle.fail,
    signal: lifecycle.signal,
  });
  lifecycle.onRelease('check of the migrations', () => schema);

  // Nobody is served by a database that does other than it is asked; one that is away is waited for while serving.
  await Promise.race([paths, sleep(DATABASE_CHECK_TIMEOUT_MS, lifecycle.signal)]);
  const service = createService({
    ...options,
    // Named where operators look for it, and never a reason not to be ready: the primary answers.
    onReplica: ({ reason }) => health.setReady(REPLICA_CHECK, true, reason),
  });
  const background = service.background(lifecycle.signal);
  lifecycle.onRelease('background work', () => background);
  lifecycle.onRelease('api port', () => service.server.stop(DRAIN_MS));
  const port = await service.server.listen(config.PORT, config.HOST);
  logger.info({ port, admin_port: adminPort, host: config.HOST, admin_host: config.ADMIN_HOST }, 'listening');
  return { port, adminPort };
}
