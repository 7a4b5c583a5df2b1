import { createPartitionKeeper, createPool, createProjectionStore, readCheckpoint } from '@taskfold/database';
import { createKafkaClient } from '@taskfold/kafka';
import {
  createAdminServer,
  type Health,
  type Lifecycle,
  type Logger,
  type Registry,
} from '@taskfold/runtime';
import type { Config } from './config.ts';
import { createFoldRole, type FoldState } from './fold/fold-role.ts';
import { prepare } from './fold/prepare.ts';
import { watchProgress } from './health/watch-progress.ts';
import { foldMetrics } from './observability/fold-metrics.ts';

/** The names of the readiness checks. */
export const CHECKS = ['database', 'kafka', 'partitions'] as const;

export interface StartOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly health: Health;
  readonly lifecycle: Pick<Lifecycle, 'signal' | 'onRelease' | 'fail'>;
}

/**
 * Opens the admin port, waits for database and broker, and folds. Released in reverse: the consumer first, so that a
 * chunk in hand is finished, then its connections.
 *
 * @returns the admin port
 */
export async function start({ config, logger, registry, health, lifecycle }: StartOptions): Promise<number> {
  const admin = createAdminServer({ host: config.HOST, port: config.ADMIN_PORT, logger, registry, health });
  lifecycle.onRelease('admin port', () => admin.close());
  const adminPort = await admin.listen();
  logger.info({ admin_port: adminPort, host: config.HOST }, 'listening');

  const pool = createPool({
    url: config.DATABASE_URL,
    ...(config.DATABASE_ROLE === 'none' ? {} : { role: config.DATABASE_ROLE }),
    max: config.DATABASE_POOL_MAX,
    applicationName: 'taskfold-processor',
    byKeyOnly: true,
    logger,
  });
  lifecycle.onRelease('database', () => pool.end());
  const kafka = createKafkaClient({
    brokers: config.KAFKA_BROKERS.split(','),
    clientId: 'taskfold-processor',
    logger,
    partitioner: config.PARTITIONER,
  });
  lifecycle.onRelease('kafka', () => kafka.close());

  const { PROJECTION: projection, TOPIC_EVENTS: topic } = config;
  const partitionCount = await prepare({
    pool,
    kafka,
    topic,
    projection,
    logger,
    signal: lifecycle.signal,
    onWaiting: (part, reason) => health.setReady(part, reason === null, reason ?? 'reachable'),
  });
  const role = createFoldRole({
    kafka,
    store: createProjectionStore({ pool, projection, topic }),
    keeper: createPartitionKeeper(pool),
    readCheckpoint: (partition) => readCheckpoint(pool, { projection, topic, partition }),
    topic,
    partitionCount,
    partitioner: config.PARTITIONER,
    groupId: config.KAFKA_GROUP_ID,
    concurrency: config.PARTITIONS_AT_ONCE,
    limits: { maxRecords: config.CHUNK_MAX_RECORDS, maxBytes: config.CHUNK_MAX_BYTES },
    cache: { maxEntries: config.CACHE_MAX_ENTRIES, maxBytes: config.CACHE_MAX_BYTES },
    floodLimit: config.DEAD_LETTER_FLOOD_LIMIT,
    metrics: foldMetrics(registry, () => role.positions()),
    logger,
    onState: (state) => showState(health, state),
    onCrash: (error) => lifecycle.fail(error),
  });
  lifecycle.onRelease('consumer', () => role.stop());
  watchProgress({ health, positions: role.positions });
  await role.run();
  showState(health, { halted: new Map(), retrying: new Map() });
  logger.info({ topic, partitions: partitionCount, projection }, 'folding');
  return adminPort;
}

/** Halted and waiting partitions are a matter of readiness and an alarm: a restart helps against neither. */
function showState(health: Health, { halted, retrying }: FoldState): void {
  const [waiting] = retrying;
  const stopped = [...halted.keys()].join(', ');
  if (halted.size > 0) health.setReady('partitions', false, `halted: ${stopped}; the log says why`);
  else if (waiting !== undefined) health.setReady('partitions', false, `waiting: ${waiting[1]}`);
  else health.setReady('partitions', true, 'folding');
}
