import { randomUUID } from 'node:crypto';
import type { LockedCheckpoint, MonthKeeper, ProjectionStore, RekeyedEntry } from '@taskfold/database';
import type { Decoded, LogAdmin, LogConsumer, LogRecord, PartitionOffsets } from '@taskfold/kafka';
import type { Logger, Tracing } from '@taskfold/runtime';
import type { ChunkLimits } from './chunk/chunk.ts';
import { logChunk } from './chunk/chunk-log.ts';
import { beginChunkSpan } from './chunk/chunk-span.ts';
import type { ChunkTimes } from './chunk/chunk-times.ts';
import { type CacheLimits, createStateCache } from './chunk/state-cache.ts';
import { createFloodBreaker } from './failures/flood-breaker.ts';
import type { FoldMetrics } from './fold-metrics.ts';
import type { CallbackGates } from './gates/gates.ts';
import { createPartitionFolder, type PartitionFolder } from './partition/partition-folder.ts';
import { together } from './together.ts';

const FLOOD_WINDOW = 1000;

/** What folding a partition needs. */
export interface FoldersOptions {
  readonly store: ProjectionStore;
  readonly keeper: MonthKeeper;
  readonly readCheckpoint: (partition: number) => Promise<LockedCheckpoint>;
  readonly topic: string;
  /** How a record is read. What it throws becomes a dead letter of the record. */
  readonly decode: (record: LogRecord) => Decoded;
  /** Told of misplaced records that are committed, to be published again. */
  readonly onRekeyed: (records: readonly RekeyedEntry[]) => void;
  readonly limits: ChunkLimits;
  readonly cache: CacheLimits;
  readonly floodLimit: number;
  readonly gates: Pick<CallbackGates, 'of' | 'keep'>;
  readonly metrics: FoldMetrics;
  /** Keeps how long chunks take, where somebody asks. */
  readonly chunkTimes?: Pick<ChunkTimes, 'measure'>;
  readonly logger: Logger;
  /** Without it nothing is traced. */
  readonly tracing?: Tracing | null | undefined;
}

export interface Folders {
  /** The folder of a partition, made when it is first asked for. */
  of(partition: number): PartitionFolder;
  /** Where there is one. */
  known(partition: number): PartitionFolder | undefined;
  /** Asks the broker and the database what every partition is asked when it is assigned, so that connections are open. */
  warmUp(rows: number): Promise<void>;
}

/**
 * The folders of the partitions that this process has or had, with what they share: one token, and one question for all of
 * them where the log ends.
 *
 * @param beforeMisplaced throws where the topic has got other partitions
 */
export function createFolders(
  options: FoldersOptions,
  {
    admin,
    consumer,
    beforeMisplaced,
  }: {
    readonly admin: Pick<LogAdmin, 'offsets' | 'stableOffsets'>;
    readonly consumer: Pick<LogConsumer, 'seek' | 'commit'>;
    readonly beforeMisplaced: () => Promise<void>;
  },
): Folders {
  const { topic, metrics, logger, tracing } = options;
  const offsets = together(() => admin.offsets(topic));
  const stableOffsets = together(() => admin.stableOffsets(topic));
  /** A token of this start: a row that another has written since is not the one that the cache belongs to. */
  const writer = randomUUID();
  const folders = new Map<number, PartitionFolder>();

  async function offsetsOf(partition: number): Promise<PartitionOffsets> {
    const found = (await offsets()).find((of) => of.partition === partition);
    if (found === undefined) throw new Error(`the topic ${topic} has no partition ${partition}`);
    return found;
  }

  function create(partition: number): PartitionFolder {
    return createPartitionFolder({
      partition,
      context: {
        store: options.store,
        cache: createStateCache(options.cache),
        breaker: createFloodBreaker({ limit: options.floodLimit, window: FLOOD_WINDOW }),
        writer,
        decode: options.decode,
        commitOffset: (of, nextOffset) => void consumer.commit(of, nextOffset),
        beforeMisplaced,
      },
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
      times: options.chunkTimes,
      beginSpan: tracing ? (chunk) => beginChunkSpan(tracing, topic, chunk) : undefined,
      onChunk(chunk, result, elapsedMs, traceId) {
        metrics.chunk(chunk, result, elapsedMs);
        logChunk(logger, chunk, result, elapsedMs, traceId);
        if (result.kind === 'applied' && result.writes.rekeyed.length > 0) {
          options.onRekeyed(result.writes.rekeyed);
        }
      },
    });
  }

  return {
    of(partition) {
      const known = folders.get(partition);
      if (known !== undefined) return known;
      const made = create(partition);
      folders.set(partition, made);
      return made;
    },
    known: (partition) => folders.get(partition),
    async warmUp(rows) {
      const read = Array.from({ length: rows }, (_none, partition) => options.readCheckpoint(partition));
      await Promise.allSettled([offsets(), stableOffsets(), ...read]);
    },
  };
}
