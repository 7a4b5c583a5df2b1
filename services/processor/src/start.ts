import {
  clearPartitionHalts,
  createLeaseStore,
  createPartitionKeeper,
  createPool,
  createProjectionStore,
  directAddress,
  loginFault,
  noteServiceStart,
  type Pool,
  pathFault,
  pooledAddress,
  readCheckpoint,
  readHeads,
  readServiceStarts,
  writePartitionHalt,
} from '@taskfold/database';
import {
  createKafkaClient,
  decodeRecord,
  type KafkaClient,
  kafkaConnection,
  parseEventSigningKeys,
  type SignatureRule,
} from '@taskfold/kafka';
import {
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
import { endAtOnce } from './end-at-once.ts';
import { foldMetrics } from './fold/fold-metrics.ts';
import { createFoldRole, type FoldRole, type FoldState } from './fold/fold-role.ts';
import { createCallbackGates } from './fold/gates/gates.ts';
import { closeGate, openGates } from './fold/gates/open-gates.ts';
import { createHaltNotes, type HaltNotes } from './fold/halts/halt-notes.ts';
import { type ProgressWatch, watchProgress } from './fold/health/watch-progress.ts';
import { lagMetrics } from './fold/lag/lag-metrics.ts';
import { noteLag } from './fold/lag/lag-notes.ts';
import { writeProjectionLag } from './fold/lag/write-projection-lag.ts';
import { createRekeying } from './fold/misplaced/start-rekeying.ts';
import { countNeeds } from './fold/needs/count-needs.ts';
import { needsMetrics } from './fold/needs/needs-metrics.ts';
import { watchNeeds } from './fold/needs/watch-needs.ts';
import { watchRows } from './fold/watch-rows.ts';
import { relayMetrics } from './relay/relay-metrics.ts';
import { startRelayRole } from './relay/relay-role.ts';
import { startRetention } from './retention/start-retention.ts';

/** What a record of the updates topic takes beside its value: key, headers and the frame of its batch. */
const UPDATE_OVERHEAD = 1024;

/**
 * The names of the readiness checks. The relay has none: nobody is sent to a relay, and one that waits for its broker is
 * behind, which its lag shows; a process that folds well must not be taken away for it.
 */
export function checksOf(roles: readonly Role[]): string[] {
  return ['database', 'kafka', ...(roles.includes('fold') ? ['partitions'] : [])];
}

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

  const poolOptions = {
    ...pooledAddress(config),
    ...(config.DATABASE_ROLE === 'none' ? {} : { role: config.DATABASE_ROLE }),
    max: config.DATABASE_POOL_MAX,
    applicationName: 'taskfold-processor',
    byKeyOnly: true,
    logger,
  };
  const pool = createPool(poolOptions);
  lifecycle.onRelease('database', () => pool.end());
  poolMetrics(registry, () => ({
    connections: pool.totalCount,
    idleConnections: pool.idleCount,
    waiting: pool.waitingCount,
  }));
  startMetrics(registry, () => readServiceStarts(pool));
  void noteServiceStart(pool, 'processor').catch((error: unknown) => {
    logger.debug({ err: error }, 'the start was not noted');
  });
  let knownCount: number | null = null;
  const kafka = createKafkaClient({
    ...kafkaConnection(config, 'taskfold-processor'),
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
    pathFault: () => pathFault({ pooled: poolOptions, direct: directAddress(config) }),
    logger,
    signal: lifecycle.signal,
    onWaiting(part, reason) {
      if (part === 'kafka') reaching.waiting(reason);
      else health.setReady(part, reason === null, reason ?? 'reachable');
    },
  });
  const watching = watchSession({ ...options, poolOptions });
  lifecycle.onRelease('database check', () => watching);
  const fault = await loginFault(pool);
  if (fault !== null && config.NODE_ENV === 'production') throw new Error(fault);
  if (fault !== null) logger.warn(fault);
  knownCount = partitionCount;
  const parts: Parts = { ...options, pool, kafka, partitionCount, partitionsNow };
  if (config.ROLES.includes('relay')) startRelay(parts);
  if (config.ROLES.includes('callbacks')) startCallbacks(parts);
  if (config.ROLES.includes('retention')) startRetention(parts);
  if (config.ROLES.includes('fold')) await startFold(parts);
  return adminPort;
}

/** Halted and waiting partitions are a matter of readiness and an alarm: a restart helps against neither. */
function showState(health: Health, { halted, retrying }: FoldState): void {
  const [waiting] = retrying;
  const stopped = [...halted.keys()].sort((a, b) => a - b).join(', ');
  if (halted.size > 0) health.setReady('partitions', false, `halted: ${stopped}; the log says why`);
  else if (waiting !== undefined) health.setReady('partitions', false, `waiting: ${waiting[1]}`);
  else health.setReady('partitions', true, 'folding');
}

interface Parts extends StartOptions {
  readonly pool: Pool;
  readonly kafka: KafkaClient;
  readonly partitionCount: number;
  readonly partitionsNow: number;
}

function startRelay(parts: Parts): void {
  const { config, pool, kafka, partitionCount, logger, registry, lifecycle, tracing } = parts;
  const role = startRelayRole({
    pool,
    kafka,
    topics: { updates: config.TOPIC_UPDATES, dead: config.TOPIC_DEAD },
    partitionCount,
    leaseMs: config.RELAY_LEASE_MS,
    update: {
      baseUrl: config.PUBLIC_URL?.replace(/\/$/, ''),
      maxBytes: config.UPDATE_MAX_BYTES - UPDATE_OVERHEAD,
    },
    metrics: relayMetrics(registry),
    logger,
    tracing,
  });
  endAtOnce(lifecycle, 'relay', () => role.stop());
}

/** Null where nothing is signed. */
function signatureRuleOf({
  EVENT_SIGNING_KEYS: keys,
  EVENT_SIGNING_SINCE: since,
}: Config): SignatureRule | null {
  if (keys === undefined) return null;
  return { signatures: parseEventSigningKeys(keys), sinceMs: since === undefined ? 0 : Date.parse(since) };
}

async function startFold(parts: Parts): Promise<void> {
  const { config, pool, kafka, partitionCount, logger, registry, health, lifecycle } = parts;
  const { PROJECTION: projection, TOPIC_EVENTS: topic } = config;
  const gates = createCallbackGates({
    open: (partitions, holdMs) => openGates(pool, partitions, holdMs),
    close: (partition) => closeGate(pool, partition),
    logger,
  });
  const haltNotes = createNotesOfHalts(parts, () => role);
  const signing = signatureRuleOf(config);
  const rekeying = createRekeying({ ...parts, topic, partitions: () => [...role.positions().keys()] });
  const role: FoldRole = createFoldRole({
    kafka,
    store: createProjectionStore({ pool, projection, topic }),
    keeper: createPartitionKeeper(pool),
    readCheckpoint: (partition) => readCheckpoint(pool, { projection, topic, partition }),
    topic,
    partitionCount,
    partitionsNow: parts.partitionsNow,
    decode: (record) =>
      decodeRecord(record, {
        partitionCount,
        partitioner: config.PARTITIONER,
        misplaced: config.MISPLACED,
        signing,
      }),
    onRekeyed: rekeying.stored,
    group: {
      groupId: config.KAFKA_GROUP_ID,
      sessionTimeoutMs: config.KAFKA_SESSION_TIMEOUT_MS,
      heartbeatIntervalMs: config.KAFKA_HEARTBEAT_INTERVAL_MS,
    },
    concurrency: config.PARTITIONS_AT_ONCE,
    limits: { maxRecords: config.CHUNK_MAX_RECORDS, maxBytes: config.CHUNK_MAX_BYTES },
    cache: { maxEntries: config.CACHE_MAX_ENTRIES, maxBytes: config.CACHE_MAX_BYTES },
    floodLimit: config.DEAD_LETTER_FLOOD_LIMIT,
    gates,
    metrics: foldMetrics(registry, () => role.positions()),
    logger,
    tracing: parts.tracing,
    onState(state) {
      showState(health, state);
      haltNotes.halted(state.halted);
    },
    onCrash: (error) => lifecycle.fail(error),
  });
  endAtOnce(lifecycle, 'consumer', () => role.stop());
  void gates.run(lifecycle.signal);
  const progress = watchProgress({ health, positions: role.progressing });
  await role.run();
  void haltNotes.run();
  rekeying.start();
  showState(health, { halted: new Map(), retrying: new Map() });
  logger.info({ topic, partitions: partitionCount, projection }, 'folding');
  startLagNotes(parts, role, progress);
  void watchRows({
    role,
    readRows: () => readHeads(pool, { projection, topic }),
    onError: (error) => logger.debug({ err: error }, 'the rows were not looked at; it is tried again'),
    signal: lifecycle.signal,
  });
  startNeeds(parts);
}

function startNeeds({ config, pool, registry, logger, lifecycle }: Parts): void {
  const watching = watchNeeds({
    leases: createLeaseStore(pool),
    count: () => countNeeds(pool),
    everyMs: config.NEEDS_INTERVAL_SECONDS * 1000,
    metrics: needsMetrics(registry),
    logger,
    signal: lifecycle.signal,
  });
  lifecycle.onRelease('count of needs', () => watching);
}

function createNotesOfHalts({ config, pool, logger, lifecycle }: Parts, role: () => FoldRole): HaltNotes {
  const of = { projection: config.PROJECTION, topic: config.TOPIC_EVENTS };
  return createHaltNotes({
    positions: () => role().positions(),
    progressing: () => role().progressing(),
    write: (halt) => writePartitionHalt(pool, { ...of, ...halt }),
    clear: (partitions) => clearPartitionHalts(pool, of, partitions),
    onError: (error) => logger.debug({ err: error }, 'halts were not noted; it is tried again'),
    signal: lifecycle.signal,
  });
}

function startLagNotes(
  { config, pool, kafka, partitionCount, registry, logger, lifecycle }: Parts,
  { positions, observe, haltTruncated }: Pick<FoldRole, 'positions' | 'observe' | 'haltTruncated'>,
  progress: ProgressWatch,
): void {
  const { PROJECTION: projection, TOPIC_EVENTS: topic } = config;
  const metrics = lagMetrics(registry);
  void noteLag({
    admin: kafka.admin(),
    topic,
    positions,
    partitionCount,
    onOffsets: observe,
    async onLag(lags) {
      metrics.lag(lags);
      progress.observe(lags);
      if (lags !== null) await writeProjectionLag(pool, { projection, topic, lags });
    },
    onShortLog: haltTruncated,
    onError: (error) => logger.debug({ err: error }, 'the lag was not noted'),
    signal: lifecycle.signal,
  });
}
