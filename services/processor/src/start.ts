import {
  createPool,
  directAddress,
  loginFault,
  noteServiceStart,
  type PoolOptions,
  pathFault,
  pooledAddress,
  readClock,
  readServiceStarts,
  watchSchema,
} from '@taskfold/database';
import { schemaStanding } from '@taskfold/database/operators';
import { createKafkaClient, kafkaConnection } from '@taskfold/kafka';
import {
  clockMetrics,
  createAdminServer,
  type Health,
  kafkaMetrics,
  type Lifecycle,
  type Logger,
  poolMetrics,
  type Registry,
  startMetrics,
  type Tracing,
} from '@taskfold/runtime';
import { startCallbacks } from './callbacks/start-callbacks.ts';
import type { Config, Role } from './config.ts';
import { prepare } from './connections/prepare.ts';
import { watchKafka } from './connections/watch-kafka.ts';
import { watchSession } from './connections/watch-session.ts';
import { startFold } from './fold/start-fold.ts';
import { startRelay } from './relay/start-relay.ts';
import { startRetention } from './retention/start-retention.ts';

/**
 * The names of the readiness checks. The relay has none: nobody is sent to a relay, and one that waits for its broker is
 * behind, which its lag shows; a process that folds well must not be taken away for it.
 */
export function checksOf(roles: readonly Role[]): string[] {
  return ['database', 'kafka', ...(roles.includes('fold') ? ['partitions'] : [])];
}

/** How the processor's statements go. */
export function poolOptions(config: Config): PoolOptions {
  return {
    ...pooledAddress(config),
    ...(config.DATABASE_ROLE === 'none' ? {} : { role: config.DATABASE_ROLE }),
    max: config.DATABASE_POOL_MAX,
    applicationName: 'taskfold-processor',
    byKeyOnly: true,
  };
}

/** As Kafka's logs and quotas know it where KAFKA_CLIENT_ID is not set. */
export const CLIENT_ID = 'taskfold-processor';

export interface StartOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly health: Health;
  readonly lifecycle: Pick<Lifecycle, 'signal' | 'onRelease' | 'fail'>;
  /** Null where nothing is traced. */
  readonly tracing: Tracing | null;
}

/**
 * Opens the admin port, waits for database and broker, and begins what the roles say. At the stop the roles end together
 * and at once; released in reverse are then the roles, when what they have in hand is finished, and their connections.
 *
 * @returns the admin port
 */
export async function start(options: StartOptions): Promise<number> {
  const { config, logger, registry, health, lifecycle } = options;
  const admin = createAdminServer({
    host: config.ADMIN_HOST,
    port: config.ADMIN_PORT,
    logger,
    registry,
    health,
  });
  lifecycle.onRelease('admin port', () => admin.close());
  const adminPort = await admin.listen();
  logger.info({ admin_port: adminPort, admin_host: config.ADMIN_HOST }, 'listening');

  const pooled = { ...poolOptions(config), logger };
  const pool = createPool(pooled);
  lifecycle.onRelease('database', () => pool.end());
  poolMetrics(registry, () => ({
    connections: pool.totalCount,
    idleConnections: pool.idleCount,
    waiting: pool.waitingCount,
  }));
  startMetrics(registry, () => readServiceStarts(pool));
  clockMetrics(registry, () => readClock(pool));
  void noteServiceStart(pool, 'processor').catch((error: unknown) => {
    logger.debug({ err: error }, 'the start was not noted');
  });
  let knownCount: number | null = null;
  const kafka = createKafkaClient({
    ...kafkaConnection(config, CLIENT_ID),
    logger,
    partitionCountOf: (name) => (name === config.TOPIC_EVENTS ? knownCount : null),
    partitioner: config.PARTITIONER,
    compression: config.KAFKA_COMPRESSION,
  });
  lifecycle.onRelease('kafka', () => kafka.close());
  const reaching = watchKafka({
    kafka,
    health,
    note: kafkaMetrics(registry),
    fail: lifecycle.fail,
    signal: lifecycle.signal,
  });
  lifecycle.onRelease('watch of the connection to Kafka', () => reaching.ended);

  const { PROJECTION: projection, TOPIC_EVENTS: topic } = config;
  const { partitionCount, partitionsNow } = await prepare({
    pool,
    kafka,
    topic,
    projection,
    partitioner: config.PARTITIONER,
    pathFault: () => pathFault({ pooled, direct: directAddress(config) }),
    logger,
    signal: lifecycle.signal,
    onWaiting(part, reason) {
      if (part === 'kafka') reaching.waiting(reason);
      else health.setReady(part, reason === null, reason ?? 'reachable');
    },
  });
  const watching = watchSession({ ...options, poolOptions: pooled });
  lifecycle.onRelease('database check', () => watching);
  const schema = watchSchema({
    look: () => schemaStanding(pool),
    registry,
    health,
    logger,
    fail: lifecycle.fail,
    signal: lifecycle.signal,
  });
  lifecycle.onRelease('check of the migrations', () => schema);
  const fault = await loginFault(pool);
  if (fault !== null && config.NODE_ENV === 'production') throw new Error(fault);
  if (fault !== null) logger.warn(fault);
  knownCount = partitionCount;
  const parts = { ...options, pool, kafka, partitionCount, partitionsNow };
  if (config.ROLES.includes('relay')) startRelay(parts);
  if (config.ROLES.includes('callbacks')) startCallbacks(parts);
  if (config.ROLES.includes('retention')) startRetention(parts);
  if (config.ROLES.includes('fold')) await startFold(parts);
  return adminPort;
}
