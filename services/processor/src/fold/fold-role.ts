import { randomUUID } from 'node:crypto';
import type {
  Head,
  LockedCheckpoint,
  PartitionKeeper,
  ProjectionStore,
  RekeyedEntry,
} from '@taskfold/database';
import type { ConsumerOptions, KafkaClient, LogAdmin, LogConsumer, PartitionOffsets } from '@taskfold/kafka';
import type { Logger, Tracing } from '@taskfold/runtime';
import { createAwayTimes } from './away-times.ts';
import type { ChunkLimits } from './chunk/chunk.ts';
import { logChunk } from './chunk/chunk-log.ts';
import { beginChunkSpan } from './chunk/chunk-span.ts';
import type { ChunkContext } from './chunk/process-chunk.ts';
import { type CacheLimits, createStateCache } from './chunk/state-cache.ts';
import { classifyFailure } from './failures/classify.ts';
import { createFloodBreaker } from './failures/flood-breaker.ts';
import { Halt, partitionCountHalt, systemicHalt } from './failures/halt.ts';
import type { FoldMetrics } from './fold-metrics.ts';
import type { CallbackGates } from './gates/gates.ts';
import {
  createPartitionFolder,
  type PartitionFolder,
  type PartitionPosition,
} from './partition/partition-folder.ts';
import type { Decoded, LogRecord } from './ports.ts';
import { truncatedHalt } from './position/check-log.ts';
import { together } from './together.ts';

const FLOOD_WINDOW = 1000;
const NOTHING_NOTED: ReadonlyMap<number, number> = new Map();

/** What is known of a partition when it is assigned. */
interface Assignment {
  /** Milliseconds for which others had it since this process did. */
  readonly awayMs: number | undefined;
  /** Its offset as the group has it. */
  readonly noted: number | undefined;
}

export interface FoldRoleOptions {
  readonly kafka: KafkaClient;
  readonly store: ProjectionStore;
  readonly keeper: PartitionKeeper;
  readonly readCheckpoint: (partition: number) => Promise<LockedCheckpoint>;
  readonly topic: string;
  /** Of the topic, when it was first folded. */
  readonly partitionCount: number;
  /** How many it has. Another number halts every partition. */
  readonly partitionsNow: number;
  /** How a record is read. What it throws becomes a dead letter of the record. */
  readonly decode: (record: LogRecord) => Decoded;
  /** Told of misplaced records that are committed, to be published again. */
  readonly onRekeyed: (records: readonly RekeyedEntry[]) => void;
  readonly group: Pick<ConsumerOptions, 'groupId' | 'sessionTimeoutMs' | 'heartbeatIntervalMs'>;
  readonly concurrency: number;
  readonly limits: ChunkLimits;
  readonly cache: CacheLimits;
  readonly floodLimit: number;
  readonly gates: Pick<CallbackGates, 'of' | 'keep'>;
  readonly metrics: FoldMetrics;
  readonly logger: Logger;
  /** Without it nothing is traced. */
  readonly tracing?: Tracing | null | undefined;
  /** Told of partitions that halt, and of failures that pass by themselves (null: over). */
  readonly onState: (state: FoldState) => void;
  /** The consumer has ended for good. */
  readonly onCrash: (error: Error) => void;
}

export interface FoldState {
  readonly halted: ReadonlyMap<number, Halt>;
  /** What a partition waits for, by partition. */
  readonly retrying: ReadonlyMap<number, string>;
}

export interface FoldRole {
  /** @throws when no broker can be reached or the topic is missing */
  run(): Promise<void>;
  /** Of the partitions that this process has. */
  positions(): ReadonlyMap<number, PartitionPosition>;
  /** Of those among them that should get on: neither halted nor knowingly waiting. */
  progressing(): ReadonlyMap<number, PartitionPosition>;
  /** Takes what the broker says of the topic now: of another number of partitions than at first, all are halted. */
  observe(offsets: readonly PartitionOffsets[]): void;
  /** Takes where the rows stood after {@link FoldRole.positions} was asked: one below has lost commits. */
  sawRows(
    rows: ReadonlyMap<number, Pick<Head, 'nextOffset'>>,
    before: ReadonlyMap<number, PartitionPosition>,
  ): void;
  /** Halts a partition whose log ends below what is folded of it. */
  haltTruncated(partition: number, folded: number, end: number): void;
  stop(): Promise<void>;
}

/** Reads the partitions that the group gives this process and folds each of them into the projection. */
export function createFoldRole(options: FoldRoleOptions): FoldRole {
  const { kafka, topic, metrics, logger, tracing, onState } = options;
  const admin: LogAdmin = kafka.admin();
  const consumer: LogConsumer = kafka.consumer({ ...options.group, concurrency: options.concurrency });
  const offsets = together(() => admin.offsets(topic));
  const stableOffsets = together(() => admin.stableOffsets(topic));
  /** A token of this start: a row that another has written since is not the one that the cache belongs to. */
  const writer = randomUUID();
  const folders = new Map<number, PartitionFolder>();
  const halted = new Map<number, Halt>();
  const retrying = new Map<number, string>();
  let assigned: readonly number[] = [];
  /** Why nothing is folded any more: the topic has other partitions. */
  let miscount: Halt | null = null;
  const away = createAwayTimes();

  function folderOf(partition: number): PartitionFolder {
    const known = folders.get(partition);
    if (known !== undefined) return known;
    const context: ChunkContext = {
      store: options.store,
      cache: createStateCache(options.cache),
      breaker: createFloodBreaker({ limit: options.floodLimit, window: FLOOD_WINDOW }),
      writer,
      decode: options.decode,
      commitOffset: (of, nextOffset) => void consumer.commit(of, nextOffset),
      async beforeMisplaced() {
        checkCount(await admin.partitionCount(topic));
        if (miscount !== null) throw miscount;
      },
    };
    const folder = createPartitionFolder({
      partition,
      context,
      limits: options.limits,
      keeper: options.keeper,
      readCheckpoint: () => options.readCheckpoint(partition),
      logOffsets: () => offsetsOf(partition),
      stableEnd: async () => (await stableOffsets()).get(partition) ?? 0,
      onWentBack(from, to) {
        logger.warn(
          { partition, folded: from, next_offset: to },
          `The database has lost what was folded of partition ${partition} from offset ${to} to ${from}, as one that was failed over to a standby that was behind, or restored: it is folded again from the log.`,
        );
      },
      seek: (offset) => consumer.seek(partition, offset),
      gate: options.gates.of(partition),
      beginSpan: tracing ? (chunk) => beginChunkSpan(tracing, topic, chunk) : undefined,
      onChunk(chunk, result, elapsedMs, traceId) {
        metrics.chunk(chunk, result, elapsedMs);
        logChunk(logger, chunk, result, elapsedMs, traceId);
        if (result.kind === 'applied' && result.writes.rekeyed.length > 0) {
          options.onRekeyed(result.writes.rekeyed);
        }
      },
    });
    folders.set(partition, folder);
    return folder;
  }

  async function offsetsOf(partition: number): Promise<PartitionOffsets> {
    const found = (await offsets()).find((of) => of.partition === partition);
    if (found === undefined) throw new Error(`the topic ${topic} has no partition ${partition}`);
    return found;
  }

  function halt(partition: number, cause: Halt): void {
    halted.set(partition, cause);
    retrying.delete(partition);
    consumer.pause([partition]);
    metrics.halted(partition, cause.reason);
    logger.error({ partition, reason: cause.reason, err: cause.cause }, cause.message);
    onState({ halted, retrying });
  }

  function checkCount(found: number): void {
    if (found === options.partitionCount || miscount !== null) return;
    miscount = partitionCountHalt(topic, found, options.partitionCount);
    for (const partition of assigned) if (!halted.has(partition)) halt(partition, miscount);
  }

  function wait(partition: number, error: unknown): void {
    metrics.retried(partition);
    retrying.set(partition, error instanceof Error ? error.message : String(error));
    onState({ halted, retrying });
  }

  /** @throws what is worth another try */
  async function takeOver(
    partition: number,
    signal: AbortSignal,
    { awayMs, noted }: Assignment,
  ): Promise<void> {
    const stop = (cause: Halt) => {
      if (!halted.has(partition)) halt(partition, cause);
    };
    if (halted.has(partition)) return;
    if (miscount !== null && partition >= options.partitionCount) return stop(miscount);
    try {
      await folderOf(partition).assign(signal, awayMs, noted);
      gotOn(partition);
      if (miscount !== null) stop(miscount);
    } catch (error) {
      // Of an earlier assignment nothing is to be told any more.
      if (signal.aborted) return;
      if (error instanceof Halt) return stop(error);
      wait(partition, error);
      throw error;
    }
  }

  function positions(): Map<number, PartitionPosition> {
    return new Map(
      assigned.flatMap((partition) => {
        const folder = folders.get(partition);
        return folder === undefined ? [] : [[partition, folder.position()] as const];
      }),
    );
  }

  function gotOn(partition: number): void {
    if (!retrying.delete(partition)) return;
    folders.get(partition)?.waited();
    onState({ halted, retrying });
  }

  return {
    async run() {
      checkCount(options.partitionsNow);
      // Opens the connections that it needs as soon as it has partitions, for which their events would wait.
      const some = Array.from({ length: Math.min(options.concurrency, options.partitionCount) });
      const rows = some.map((_none, partition) => options.readCheckpoint(partition));
      await Promise.allSettled([offsets(), stableOffsets(), ...rows]);
      await consumer.run({
        topic,
        async onAssigned(partitions, signal) {
          metrics.assigned(partitions);
          const awayMs = away.assigned(partitions);
          assigned = partitions;
          for (const partition of retrying.keys()) if (!partitions.includes(partition)) gotOn(partition);
          options.gates.keep(partitions);
          if (partitions.some((partition) => partition >= options.partitionCount)) {
            checkCount(await admin.partitionCount(topic));
          }
          // Before the rows are read, which are never behind it. A hint: where nobody knows it, nothing is to be made of it.
          const noted = await admin.groupOffsets(options.group.groupId, topic).catch(() => NOTHING_NOTED);
          const taken = await Promise.allSettled(
            partitions.map((partition) =>
              takeOver(partition, signal, { awayMs: awayMs.get(partition), noted: noted.get(partition) }),
            ),
          );
          const failed = taken.find((result) => result.status === 'rejected');
          if (failed !== undefined) throw failed.reason;
        },
        onFetched: (batch) => folderOf(batch.partition).expect(batch),
        async onBatch(batch, context) {
          await folderOf(batch.partition).fold(batch, context);
          gotOn(batch.partition);
        },
        onError(error, partition) {
          if (error instanceof Halt || classifyFailure(error) !== 'transient') {
            halt(partition, error instanceof Halt ? error : systemicHalt(partition, error));
            return 'halt';
          }
          wait(partition, error);
          return 'retry';
        },
        onTrouble(error) {
          for (const partition of assigned) if (!halted.has(partition)) wait(partition, error);
        },
        onCrash: options.onCrash,
      });
    },
    positions,
    progressing() {
      const progressing = positions();
      for (const partition of [...halted.keys(), ...retrying.keys()]) progressing.delete(partition);
      return progressing;
    },
    observe(offsets) {
      // A topic that is being made anew has none for a moment.
      if (offsets.length > 0) checkCount(offsets.length);
      for (const { partition, high } of offsets) folders.get(partition)?.sawEnd(high);
    },
    sawRows(rows, before) {
      for (const [partition, { nextOffset: folded }] of before) {
        const nextOffset = rows.get(partition)?.nextOffset;
        if (nextOffset !== undefined && nextOffset < folded) folders.get(partition)?.sawRow(nextOffset);
      }
    },
    haltTruncated(partition, folded, end) {
      if (!halted.has(partition)) halt(partition, truncatedHalt(folded, end));
    },
    async stop() {
      await consumer.stop();
      await admin.close();
    },
  };
}
