import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LockedCheckpoint, PartitionKeeper } from '@taskfold/database';
import type { BatchContext, LogBatch, PartitionOffsets } from '@taskfold/kafka';
import { type Chunk, type ChunkLimits, recordDays, splitBatch } from '../chunk/chunk.ts';
import type { ChunkSpan } from '../chunk/chunk-span.ts';
import { createDecodeAhead } from '../chunk/decode-ahead.ts';
import { createGivenPositions } from '../chunk/given-positions.ts';
import { type ChunkContext, type ChunkResult, processChunk } from '../chunk/process-chunk.ts';
import { classifyFailure } from '../failures/classify.ts';
import { contained } from '../failures/contain.ts';
import { floodHalt, noCheckpointHalt, undecodableHalt } from '../failures/halt.ts';
import type { PartitionGate } from '../gates/gates.ts';
import type { Decoded, LogRecord } from '../ports.ts';
import { checkLastRecord, type LastRecord } from '../position/check-last-record.ts';
import { checkLog, holeHalt } from '../position/check-log.ts';
import { isolate } from './isolate.ts';

/** How far a partition is, as its folder knows it. */
export interface PartitionPosition {
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

export interface PartitionFolderOptions {
  readonly partition: number;
  readonly context: ChunkContext;
  readonly limits: ChunkLimits;
  readonly keeper: PartitionKeeper;
  readonly readCheckpoint: () => Promise<LockedCheckpoint>;
  /** Of the partition's log, asked anew. */
  readonly logOffsets: () => Promise<Pick<PartitionOffsets, 'low' | 'high'>>;
  /** Where reading ends now, which is not behind an open transaction. */
  readonly stableEnd: () => Promise<number>;
  readonly seek: (offset: number) => void;
  /** Told that the row stands below what was folded: the database has lost commits, and their records are folded again. */
  readonly onWentBack: (from: number, to: number) => void;
  readonly gate: PartitionGate;
  /** Begins the span of a chunk, where chunks are traced. */
  readonly beginSpan?: ((chunk: Chunk) => ChunkSpan) | undefined;
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
  position(): PartitionPosition;
  /** The log was seen to end there. */
  sawEnd(high: number): void;
}

/** A client that moves by itself is set right so often; then the hole is in the log. */
const MAX_SEEKS_BACK = 5;

/**
 * One partition's way through the log:
 *
 *   assigned --the last record folded is the log's--> folding
 *   folding --fetched above what comes next--> sought back --again and again--> Halt (events are lost)
 *   folding --fetched below what comes next--> sought ahead, and verified again
 *   folding --the row is elsewhere--> folding on from the row
 */
export function createPartitionFolder(options: PartitionFolderOptions): PartitionFolder {
  const { partition, context, limits, keeper, seek, gate, onChunk } = options;
  const given = createGivenPositions();
  const ahead = createDecodeAhead(contained(context.decode));
  let expected = 0;
  let highWatermark = 0;
  let lastRecordMs: number | null = null;
  let waitingSinceMs: number | null = null;
  let progressAt = performance.now();
  let toVerify: LastRecord | null = null;
  let seeksBack = 0;
  let heartbeat: BatchContext['heartbeat'] = async () => {};

  async function breathe(): Promise<void> {
    await nextTurn();
    await heartbeat();
  }

  async function run(chunk: Chunk, decode: (record: LogRecord) => Decoded): Promise<boolean> {
    const started = performance.now();
    const stoodAt = expected;
    const span = options.beginSpan?.(chunk);
    const found = await traced(span, () => processChunk(chunk, { ...context, decode, span, breathe, given }));
    // After a start the first batch begins with the record that was folded last. That the row stands behind it is no news.
    const isKnown = found.kind === 'fenced' && found.nextOffset === stoodAt;
    const result: ChunkResult = isKnown ? { ...found, kind: 'nothing_new' } : found;
    span?.ended(result);
    onChunk(chunk, result, performance.now() - started, span?.traceId);
    return settle(result, chunk);
  }

  /** What comes again, or is looked for again, is no progress. */
  function standAt(offset: number): void {
    if (offset !== expected) progressAt = performance.now();
    expected = offset;
  }

  function goBack(nextOffset: number): void {
    if (nextOffset < expected) options.onWentBack(expected, nextOffset);
    standAt(nextOffset);
    gate.begins(expected, highWatermark);
    seek(wanted());
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
    standAt(result.nextOffset);
    if (result.kind === 'applied') {
      lastRecordMs = chunk.records.at(-1)?.timestampMs ?? lastRecordMs;
    }
    gate.folded(expected);
    return true;
  }

  async function foldChunk(chunk: Chunk): Promise<boolean> {
    try {
      await keeper.ensure(recordDays(chunk.records));
      return await run(chunk, ahead.decode);
    } catch (error) {
      if (classifyFailure(error) !== 'record') throw error;
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

  /** Where the next fetch must begin. A database that lost commits may have gone back below the record to verify. */
  function wanted(): number {
    return Math.min(toVerify?.offset ?? expected, expected);
  }

  /**
   * A batch that waited may be older than what others have folded since: then the end of the log is asked for.
   *
   * @throws Halt where the log ends below what is folded
   */
  async function checkEnd(high: number): Promise<void> {
    checkLog(expected, { low: 0, high: high < expected ? (await options.logOffsets()).high : high });
  }

  /** @throws Halt where there is none */
  async function readRow() {
    const row = await options.readCheckpoint();
    if (row.kind === 'missing') throw noCheckpointHalt(partition);
    return row;
  }

  /** The log may have lost only what others have folded since this one last looked. */
  async function checkStart(low: number, high: number): Promise<void> {
    if (low > expected) standAt((await readRow()).nextOffset);
    checkLog(expected, { low, high });
  }

  /**
   * Seeks back where a batch begins above what was asked for: kafkajs resets an offset out of range without a word, and
   * batches that were under way may come after a seek. Control records are no hole, a batch begins before them.
   *
   * @returns whether the batch is the one that comes next
   */
  async function isNext({ records, fetchOffset, nextOffset }: LogBatch): Promise<boolean> {
    const begin = Math.min(fetchOffset, records[0]?.offset ?? nextOffset);
    if (begin <= wanted()) {
      seeksBack = 0;
      return true;
    }
    if (seeksBack > 0) {
      const { low, high } = await options.logOffsets();
      if (toVerify !== null && low > toVerify.offset) toVerify = null;
      await checkStart(low, high);
    }
    if (seeksBack >= MAX_SEEKS_BACK) throw holeHalt(wanted(), begin);
    seeksBack++;
    seek(wanted());
    return false;
  }

  /**
   * Seeks to where the row stands, past what is folded already: the client went back by itself, as kafkajs does after an
   * offset out of range, or others have folded on. Whatever made it do so, the log may be another one now.
   *
   * @param isVerified whether the batch has shown that it is not
   */
  async function seekAhead(isVerified: boolean): Promise<void> {
    const row = await readRow();
    standAt(row.nextOffset);
    if (!isVerified) toVerify = row.lastRecord;
    seek(wanted());
  }

  /**
   * A batch from below what comes next to beyond it, which nobody asked for to verify: the client went back by itself, as
   * kafkajs does after an offset out of range. It has to show first that the log is still the one that was folded.
   */
  async function verifyAcross({ fetchOffset, nextOffset }: LogBatch): Promise<void> {
    if (toVerify !== null || fetchOffset >= expected || nextOffset <= expected) return;
    const row = await readRow();
    standAt(row.nextOffset);
    toVerify = row.lastRecord;
  }

  /** @returns whether all of it is folded */
  async function foldBatch(batch: LogBatch, batchContext: BatchContext): Promise<boolean> {
    const { records, nextOffset, undecodable } = batch;
    await verifyAcross(batch);
    if (!(await isNext(batch)) || batchContext.isStale()) return false;
    const verifies = toVerify !== null && nextOffset > toVerify.offset;
    if (toVerify !== null && verifies) {
      checkLastRecord(toVerify, records);
      toVerify = null;
    }
    await checkEnd(batch.highWatermark);
    if (nextOffset < wanted()) {
      await seekAhead(verifies);
      return false;
    }
    highWatermark = Math.max(highWatermark, batch.highWatermark);
    const from = Math.min(records[0]?.offset ?? nextOffset, expected);
    const chunks = [...splitBatch({ partition, from, records, nextOffset }, limits)];
    if (!(await foldChunks(chunks, batchContext))) return false;
    if (undecodable !== null && undecodable.offset >= wanted()) throw undecodableHalt(partition, undecodable);
    waitingSinceMs = null;
    if (expected >= highWatermark) progressAt = performance.now();
    return true;
  }

  return {
    async assign(signal, awayMs = 0, groupOffset = 0) {
      const row = await readRow();
      const log = await options.logOffsets();
      const readableEnd = log.high > row.nextOffset ? await options.stableEnd() : log.high;
      signal.throwIfAborted();
      progressAt += awayMs;
      given.upToOffset(groupOffset);
      if (row.nextOffset < groupOffset) options.onWentBack(groupOffset, row.nextOffset);
      standAt(row.nextOffset);
      await checkStart(log.low, log.high);
      if (expected >= readableEnd) progressAt = performance.now();
      highWatermark = log.high;
      lastRecordMs = null;
      waitingSinceMs = null;
      seeksBack = 0;
      gate.begins(expected, readableEnd);
      toVerify = row.lastRecord !== null && row.lastRecord.offset >= log.low ? row.lastRecord : null;
      seek(wanted());
    },
    expect({ records, nextOffset }) {
      const [first] = splitBatch({ partition, from: expected, records, nextOffset }, limits);
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
      if (nextOffset < expected) goBack(nextOffset);
    },
    waited() {
      progressAt = performance.now();
    },
    position: () => ({ nextOffset: expected, highWatermark, lastRecordMs, waitingSinceMs, progressAt }),
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
