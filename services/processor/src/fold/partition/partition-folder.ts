import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MonthKeeper } from '@taskfold/database';
import type { BatchContext, Decoded, LogBatch, LogRecord } from '@taskfold/kafka';
import { failureOf } from '@taskfold/runtime';
import { type Chunk, type ChunkLimits, recordDays, splitBatch } from '../chunk/chunk.ts';
import type { ChunkResult } from '../chunk/chunk-result.ts';
import type { ChunkSpan } from '../chunk/chunk-span.ts';
import type { ChunkTimes } from '../chunk/chunk-times.ts';
import { createDecodeAhead } from '../chunk/decode-ahead.ts';
import { createGivenPositions } from '../chunk/given-positions.ts';
import { type ChunkContext, processChunk } from '../chunk/process-chunk.ts';
import { contained } from '../failures/contain.ts';
import { floodHalt, noCheckpointHalt, undecodableHalt } from '../failures/halt.ts';
import type { PartitionGate } from '../gates/gates.ts';
import { createNextRecord, type NextRecordOptions } from '../resume/next-record.ts';
import { isolate } from './isolate.ts';

/** How far a partition is, as its folder knows it. */
export interface PartitionProgress {
  /** Offset of the first record that is not folded. */
  readonly nextOffset: number;
  /** The end of the log when it was last seen. */
  readonly highWatermark: number;
  /** Record time of the last record folded, in milliseconds since 1970; null where none was since the assignment. */
  readonly lastRecordMs: number | null;
  /** Record time of the oldest record that was fetched and is not folded; null where there is none. */
  readonly waitingSinceMs: number | null;
  /** When it last got on or had nothing to do, by `performance.now()`. To be assigned again is neither. */
  readonly progressAt: number;
}

export interface PartitionFolderOptions extends Omit<NextRecordOptions, 'onMove'> {
  readonly context: ChunkContext;
  readonly limits: ChunkLimits;
  readonly keeper: MonthKeeper;
  /** Where reading ends now, which is not behind an open transaction. */
  readonly stableEnd: () => Promise<number>;
  /** Told that the row stands below what was folded: the database has lost commits, and their records are folded again. */
  readonly onWentBack: (from: number, to: number) => void;
  readonly gate: PartitionGate;
  /** Begins the span of a chunk, where chunks are traced. */
  readonly beginSpan?: ((chunk: Chunk) => ChunkSpan) | undefined;
  /** Keeps how long chunks take, where somebody asks. */
  readonly times?: Pick<ChunkTimes, 'measure'> | undefined;
  /** Told of every chunk that was tried, with the milliseconds that it took and the trace that it is in. */
  readonly onChunk: (
    chunk: Chunk,
    result: ChunkResult,
    elapsedMs: number,
    traceId: string | undefined,
  ) => void;
}

export interface PartitionFolder {
  /**
   * Finds out where to go on, and seeks there.
   *
   * @param signal aborted when another assignment has come
   * @param awayMs how long others had the partition since this process did; that it stood meanwhile was not for it to mend
   * @param groupOffset what the group noted before; above the row where the database has lost commits
   * @throws Halt where the log does not hold what comes next; anything else is worth another try
   */
  assign(signal: AbortSignal, awayMs?: number, groupOffset?: number): Promise<void>;
  /** A batch was fetched that {@link PartitionFolder.fold} may be given next. */
  expect(batch: LogBatch): void;
  /**
   * Folds a batch.
   *
   * @throws Halt; anything else is worth another try from the beginning of the batch
   */
  fold(batch: LogBatch, context: BatchContext): Promise<void>;
  /**
   * The row was read, and stood there. Below what this one folded before it was read means that the database has lost
   * commits, which a partition that nothing new comes to would not notice.
   */
  sawRow(nextOffset: number): void;
  /** It knowingly waited until now for something that passes by itself: that was no standstill. */
  waited(): void;
  reached(): PartitionProgress;
  /** The log was seen to end there. */
  sawEnd(high: number): void;
}

/** Folds what a partition's log brings, chunk by chunk, and goes back where the row says so. */
export function createPartitionFolder(options: PartitionFolderOptions): PartitionFolder {
  const { partition, context, limits, keeper, gate, onChunk } = options;
  const given = createGivenPositions();
  const ahead = createDecodeAhead(contained(context.decode));
  let highWatermark = 0;
  let lastRecordMs: number | null = null;
  let waitingSinceMs: number | null = null;
  let progressAt = performance.now();
  let heartbeat: BatchContext['heartbeat'] = async () => {};
  const next = createNextRecord({
    ...options,
    onMove() {
      progressAt = performance.now();
    },
  });

  async function breathe(): Promise<void> {
    await nextTurn();
    await heartbeat();
  }

  async function run(chunk: Chunk, decode: (record: LogRecord) => Decoded): Promise<boolean> {
    const started = performance.now();
    const stoodAt = next.offset();
    const span = options.beginSpan?.(chunk);
    const work = () => traced(span, () => processChunk(chunk, { ...context, decode, span, breathe, given }));
    const found = await (options.times?.measure(partition, work) ?? work());
    // After a start the first batch begins with the record that was folded last. That the row stands behind it is no news.
    const isKnown = found.kind === 'fenced' && found.nextOffset === stoodAt;
    const result: ChunkResult = isKnown ? { ...found, kind: 'nothing_new' } : found;
    span?.ended(result);
    onChunk(chunk, result, performance.now() - started, span?.traceId);
    return settle(result, chunk);
  }

  function goBack(nextOffset: number): void {
    if (nextOffset < next.offset()) options.onWentBack(next.offset(), nextOffset);
    next.standAt(nextOffset);
    gate.begins(nextOffset, highWatermark);
    next.seek();
  }

  /** @returns whether the next chunk of the batch may follow */
  function settle(result: ChunkResult, chunk: Chunk): boolean {
    if (result.kind === 'flood') throw floodHalt(partition, result.deadLetters);
    if (result.kind === 'no_checkpoint') throw noCheckpointHalt(partition);
    // The row stands below what was fetched: a database that was restored, or a row that somebody set back.
    if (result.kind === 'gap') {
      goBack(result.nextOffset);
      return false;
    }
    next.standAt(result.nextOffset);
    if (result.kind === 'applied') {
      lastRecordMs = chunk.records.at(-1)?.timestampMs ?? lastRecordMs;
    }
    gate.folded(result.nextOffset);
    return true;
  }

  async function foldChunk(chunk: Chunk): Promise<boolean> {
    try {
      await keeper.ensure(recordDays(chunk.records));
      return await run(chunk, ahead.decode);
    } catch (error) {
      if (failureOf(error).partition !== 'record') throw error;
      for (const part of isolate(chunk, error)) {
        const goOn = part.decode === null ? await foldChunk(part.chunk) : await run(part.chunk, part.decode);
        if (!goOn) return false;
      }
      return true;
    }
  }

  /** @returns whether all of them are folded */
  async function foldChunks(chunks: readonly Chunk[], { isStale }: BatchContext): Promise<boolean> {
    for (const [index, chunk] of chunks.entries()) {
      waitingSinceMs = chunk.records[0]?.timestampMs ?? null;
      ahead.begin(chunk.records);
      ahead.expect(chunks[index + 1]?.records ?? []);
      if (isStale() || !(await foldChunk(chunk))) return false;
      ahead.end();
      await heartbeat();
    }
    return true;
  }

  /** @returns whether all of it is folded */
  async function foldBatch(batch: LogBatch, batchContext: BatchContext): Promise<boolean> {
    if (!(await next.accepts(batch, batchContext.isStale))) return false;
    const { records, nextOffset, undecodable } = batch;
    highWatermark = Math.max(highWatermark, batch.highWatermark);
    const from = Math.min(records[0]?.offset ?? nextOffset, next.offset());
    const chunks = [...splitBatch({ partition, from, records, nextOffset }, limits)];
    if (!(await foldChunks(chunks, batchContext))) return false;
    if (undecodable !== null && undecodable.offset >= next.wanted())
      throw undecodableHalt(partition, undecodable);
    waitingSinceMs = null;
    if (next.offset() >= highWatermark) progressAt = performance.now();
    return true;
  }

  return {
    async assign(signal, awayMs = 0, groupOffset = 0) {
      const row = await next.readRow();
      const log = await options.logOffsets();
      const readableEnd = log.high > row.nextOffset ? await options.stableEnd() : log.high;
      signal.throwIfAborted();
      progressAt += awayMs;
      given.upToOffset(groupOffset);
      if (row.nextOffset < groupOffset) options.onWentBack(groupOffset, row.nextOffset);
      await next.beginAt(row, log);
      if (next.offset() >= readableEnd) progressAt = performance.now();
      highWatermark = log.high;
      lastRecordMs = null;
      waitingSinceMs = null;
      gate.begins(next.offset(), readableEnd);
      next.seek();
    },
    expect({ records, nextOffset }) {
      const [first] = splitBatch({ partition, from: next.offset(), records, nextOffset }, limits);
      ahead.expect(first?.records ?? []);
    },
    async fold(batch, batchContext) {
      let folded = false;
      heartbeat = batchContext.heartbeat;
      try {
        folded = await foldBatch(batch, batchContext);
      } finally {
        if (!folded) ahead.clear();
      }
    },
    sawEnd(high) {
      highWatermark = Math.max(highWatermark, high);
    },
    sawRow(nextOffset) {
      if (nextOffset < next.offset()) goBack(nextOffset);
    },
    waited() {
      progressAt = performance.now();
    },
    reached: () => ({ nextOffset: next.offset(), highWatermark, lastRecordMs, waitingSinceMs, progressAt }),
  };
}

async function traced<Result>(span: ChunkSpan | undefined, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    span?.failed(error);
    throw error;
  }
}
