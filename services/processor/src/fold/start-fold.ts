import {
  createMonthKeeper,
  createProjectionStore,
  type Pool,
  readCheckpoint,
  readHeads,
} from '@taskfold/database';
import { decodeRecord, type KafkaClient, parseEventSigningKeys, type SignatureRule } from '@taskfold/kafka';
import type { Health, Lifecycle, Logger, Registry, Tracing } from '@taskfold/runtime';
import type { Config } from '../config.ts';
import { endAtOnce } from '../end-at-once.ts';
import { createLeaseStore } from '../leases/lease-store.ts';
import { type ChunkTimes, createChunkTimes } from './chunk/chunk-times.ts';
import { foldMetrics } from './fold-metrics.ts';
import { createFoldRole, type FoldRole } from './fold-role.ts';
import { createCallbackGates } from './gates/gates.ts';
import { closeGate, openGates } from './gates/open-gates.ts';
import { createHaltNotes, type HaltNotes } from './halts/halt-notes.ts';
import { clearPartitionHalts, writePartitionHalt } from './halts/partition-halts.ts';
import { type ProgressWatch, watchProgress } from './health/watch-progress.ts';
import { lagMetrics } from './lag/lag-metrics.ts';
import { noteLag } from './lag/lag-notes.ts';
import { writeProjectionLag } from './lag/write-projection-lag.ts';
import { createRekeying } from './misplaced/start-rekeying.ts';
import { countNeeds } from './needs/count-needs.ts';
import { needsMetrics } from './needs/needs-metrics.ts';
import { watchNeeds } from './needs/watch-needs.ts';
import type { FoldState } from './partition-states.ts';
import { watchRows } from './watch-rows.ts';

export interface StartFoldOptions {
  readonly config: Config;
  readonly pool: Pool;
  readonly kafka: KafkaClient;
  /** Of the topic, when it was first folded, and now. */
  readonly partitionCount: number;
  readonly partitionsNow: number;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly health: Health;
  readonly lifecycle: Pick<Lifecycle, 'signal' | 'onRelease' | 'fail'>;
  readonly tracing: Tracing | null;
}

/** Halted and waiting partitions are a matter of readiness and an alarm: a restart helps against neither. */
function showState(health: Health, { halted, retrying }: FoldState): void {
  const [waiting] = retrying;
  const stopped = [...halted.keys()].sort((a, b) => a - b).join(', ');
  if (halted.size > 0) health.setReady('partitions', false, `halted: ${stopped}; the log says why`);
  else if (waiting !== undefined) health.setReady('partitions', false, `waiting: ${waiting[1]}`);
  else health.setReady('partitions', true, 'folding');
}

/** Null where nothing is signed. */
function signatureRuleOf({
  EVENT_SIGNING_KEYS: keys,
  EVENT_SIGNING_SINCE: since,
}: Config): SignatureRule | null {
  if (keys === undefined) return null;
  return { signatures: parseEventSigningKeys(keys), sinceMs: since === undefined ? 0 : Date.parse(since) };
}

/**
 * Begins to fold, and to note how far it is, what halts and what needs a person.
 *
 * @throws when no broker can be reached or the topic is missing
 */
export async function startFold(parts: StartFoldOptions): Promise<void> {
  const { config, pool, kafka, partitionCount, logger, registry, health, lifecycle } = parts;
  const { PROJECTION: projection, TOPIC_EVENTS: topic } = config;
  const gates = createCallbackGates({
    open: (partitions, holdMs) => openGates(pool, partitions, holdMs),
    close: (partition) => closeGate(pool, partition),
    logger,
  });
  const haltNotes = createNotesOfHalts(parts, () => role);
  const chunkTimes = createChunkTimes();
  const signing = signatureRuleOf(config);
  const rekeying = createRekeying({ ...parts, topic, partitions: () => [...role.reached().keys()] });
  const role: FoldRole = createFoldRole({
    kafka,
    store: createProjectionStore({ pool, projection, topic }),
    keeper: createMonthKeeper(pool),
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
    metrics: foldMetrics(registry, () => role.reached()),
    chunkTimes,
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
  const progress = watchProgress({ health, reached: role.progressing });
  await role.run();
  void haltNotes.run();
  rekeying.start();
  showState(health, { halted: new Map(), retrying: new Map() });
  logger.info({ topic, partitions: partitionCount, projection }, 'folding');
  startLagNotes(parts, role, chunkTimes, progress);
  void watchRows({
    role,
    readRows: () => readHeads(pool, { projection, topic }),
    onError: (error) => logger.debug({ err: error }, 'the rows were not looked at; it is tried again'),
    signal: lifecycle.signal,
  });
  startNeeds(parts);
}

function startNeeds({ config, pool, registry, logger, lifecycle }: StartFoldOptions): void {
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

function createNotesOfHalts(
  { config, pool, logger, lifecycle }: StartFoldOptions,
  role: () => FoldRole,
): HaltNotes {
  const of = { projection: config.PROJECTION, topic: config.TOPIC_EVENTS };
  return createHaltNotes({
    reached: () => role().reached(),
    progressing: () => role().progressing(),
    write: (halt) => writePartitionHalt(pool, { ...of, ...halt }),
    clear: (partitions) => clearPartitionHalts(pool, of, partitions),
    onError: (error) => logger.debug({ err: error }, 'halts were not noted; it is tried again'),
    signal: lifecycle.signal,
  });
}

function startLagNotes(
  { config, pool, kafka, partitionCount, registry, logger, lifecycle }: StartFoldOptions,
  { reached, observe, haltTruncated }: Pick<FoldRole, 'reached' | 'observe' | 'haltTruncated'>,
  chunkTimes: Pick<ChunkTimes, 'of'>,
  progress: ProgressWatch,
): void {
  const { PROJECTION: projection, TOPIC_EVENTS: topic } = config;
  const metrics = lagMetrics(registry);
  void noteLag({
    admin: kafka.admin(),
    topic,
    reached,
    partitionCount,
    onOffsets: observe,
    async onLag(lags) {
      metrics.lag(lags);
      progress.observe(lags);
      if (lags !== null) {
        await writeProjectionLag(pool, { projection, topic, lags, chunksOf: chunkTimes.of });
      }
    },
    onShortLog: haltTruncated,
    onError: (error) => logger.debug({ err: error }, 'the lag was not noted'),
    signal: lifecycle.signal,
  });
}
