import { randomUUID } from 'node:crypto';
import type { DeadLetterEntry, MonthKeeper, ProjectionStore } from '@taskfold/database';
import type { Decoded, KafkaClient, LogBatch, LogConsumer, LogRecord, Undecodable } from '@taskfold/kafka';
import { failureOf } from '@taskfold/runtime';
import { type Chunk, type ChunkLimits, recordDays, splitBatch } from '../fold/chunk/chunk.ts';
import { type ChunkContext, processChunk } from '../fold/chunk/process-chunk.ts';
import { type CacheLimits, createStateCache, type StateCache } from '../fold/chunk/state-cache.ts';
import { createFloodBreaker } from '../fold/failures/flood-breaker.ts';
import { Refusal } from './refusal.ts';

/** An offset for each partition. */
export type Offsets = ReadonlyMap<number, number>;

export interface ReplayerOptions {
  readonly kafka: KafkaClient;
  readonly topic: string;
  readonly groupId: string;
  readonly concurrency: number;
  readonly limits: ChunkLimits;
  readonly cache: CacheLimits;
  readonly decode: (record: LogRecord) => Decoded;
  readonly keeper: MonthKeeper;
  /** Offsets of a range, both ends included, whose records are dead letters already. */
  readonly skipped: (partition: number, first: number, last: number) => Promise<ReadonlySet<number>>;
  /** Where each partition stands. */
  readonly offsets: Offsets;
  /** Aborted: whoever waits for a replay is rejected. */
  readonly signal: AbortSignal;
}

export interface Replayer {
  /**
   * Folds every partition up to its bound into the store; none goes beyond it.
   *
   * @throws Refusal where the log has lost something, or a record cannot be folded that is no dead letter
   */
  replayTo(bounds: Offsets, store: ProjectionStore): Promise<void>;
  /** Where each partition stands now. */
  offsets(): Offsets;
  close(): Promise<void>;
}

const MAX_SEEKS_BACK = 5;
/** Offsets that are looked at together where a batch was given up. */
const LARGEST_BATCH = 100_000;

/** Reads the log of some partitions from where they stand and folds it, a bounded way at a time. */
export function createReplayer(options: ReplayerOptions): Replayer {
  const { kafka, topic, limits, keeper, signal } = options;
  const offsets = new Map(options.offsets);
  const caches = new Map<number, StateCache>();
  const seeksBack = new Map<number, number>();
  const writer = randomUUID();
  let bounds: Offsets = offsets;
  let store: ProjectionStore | null = null;
  let consumer: LogConsumer | null = null;
  let replay = Promise.withResolvers<void>();
  replay.promise.catch(() => {});
  signal.addEventListener('abort', () => replay.reject(signal.reason), { once: true });

  const offsetOf = (partition: number) => offsets.get(partition) ?? 0;
  const isDone = (partition: number) => offsetOf(partition) >= (bounds.get(partition) ?? 0);

  function goOn(partitions: Iterable<number>): void {
    for (const partition of partitions) {
      if (isDone(partition)) {
        consumer?.pause([partition]);
      } else {
        consumer?.seek(partition, offsetOf(partition));
        consumer?.resume([partition]);
      }
    }
  }

  async function start(): Promise<void> {
    consumer = kafka.consumer({ groupId: options.groupId, concurrency: options.concurrency });
    await consumer.run({
      topic,
      onAssigned: async (partitions) => goOn(partitions),
      onBatch: async (batch, { isStale, heartbeat }) => {
        if (!(await isNext(batch))) return;
        for (const chunk of chunksOf(batch)) {
          if (isStale()) return;
          await foldChunk(chunk);
          await heartbeat();
        }
        if (batch.undecodable !== null && !isDone(batch.partition)) {
          await passGivenUp(batch.partition, batch.undecodable);
        }
        if (!isDone(batch.partition)) return;
        consumer?.pause([batch.partition]);
        if ([...bounds.keys()].every(isDone)) replay.resolve();
      },
      onError(error) {
        if (!(error instanceof Refusal) && failureOf(error).partition === 'transient') return 'retry';
        replay.reject(error);
        return 'halt';
      },
      onCrash: (error) => replay.reject(error),
    });
  }

  async function isNext({ partition, records, fetchOffset, nextOffset }: LogBatch): Promise<boolean> {
    if (isDone(partition)) {
      consumer?.pause([partition]);
      return false;
    }
    const begin = Math.min(fetchOffset, records[0]?.offset ?? nextOffset);
    const expected = offsetOf(partition);
    if (begin <= expected) {
      seeksBack.delete(partition);
      return true;
    }
    const tries = seeksBack.get(partition) ?? 0;
    if (tries >= MAX_SEEKS_BACK) {
      throw new Refusal(
        `Partition ${partition} of ${topic} goes on at offset ${begin} when it is asked for ${expected}: events are lost, and a fold of what is left would be wrong. Nothing was swapped.`,
      );
    }
    seeksBack.set(partition, tries + 1);
    consumer?.seek(partition, expected);
    return false;
  }

  function chunksOf({ partition, records, nextOffset }: LogBatch): Iterable<Chunk> {
    const from = offsetOf(partition);
    const end = Math.min(nextOffset, bounds.get(partition) ?? 0);
    if (end <= from) return [];
    const wanted = records.filter(({ offset }) => offset >= from && offset < end);
    return splitBatch({ partition, from, records: wanted, nextOffset: end }, limits);
  }

  async function foldChunk(chunk: Chunk): Promise<void> {
    const { partition, records } = chunk;
    const first = records[0]?.offset;
    const last = records.at(-1)?.offset;
    if (store === null) throw new Error('a batch came while nothing was replayed');
    await keeper.ensure(recordDays(records));
    const skipped =
      first === undefined || last === undefined
        ? new Set<number>()
        : await options.skipped(partition, first, last);
    const context: ChunkContext = {
      store,
      cache: cacheOf(partition),
      // Of what can never fold one is too many here.
      breaker: createFloodBreaker({ limit: 1, window: 1 }),
      writer,
      decode: options.decode,
      commitOffset: () => {},
    };
    const kept = { ...chunk, records: records.filter(({ offset }) => !skipped.has(offset)) };
    const result = await processChunk(kept, context);
    if (result.kind === 'flood') throw unfoldable(result.deadLetters);
    if (!('nextOffset' in result)) throw new Error(`partition ${partition} of the version: ${result.kind}`);
    offsets.set(partition, result.nextOffset);
  }

  /**
   * Goes past what cannot be decoded where each of its offsets is a dead letter: an operator gave it up.
   *
   * @throws Refusal where none is
   */
  async function passGivenUp(partition: number, undecodable: Undecodable): Promise<void> {
    const from = offsetOf(partition);
    if (undecodable.offset > from) return;
    const last = Math.min((bounds.get(partition) ?? 0) - 1, from + LARGEST_BATCH);
    const givenUp = await options.skipped(partition, from, last);
    let nextOffset = from;
    while (givenUp.has(nextOffset)) nextOffset++;
    if (nextOffset === from) throw unreadable(partition, undecodable);
    await foldChunk({ partition, from, records: [], nextOffset });
    consumer?.seek(partition, nextOffset);
  }

  function cacheOf(partition: number): StateCache {
    const cache = caches.get(partition) ?? createStateCache(options.cache);
    caches.set(partition, cache);
    return cache;
  }

  return {
    async replayTo(to, into) {
      signal.throwIfAborted();
      bounds = to;
      store = into;
      if ([...to.keys()].every(isDone)) return;
      replay = Promise.withResolvers();
      replay.promise.catch(() => {});
      if (consumer === null) await start();
      else goOn(to.keys());
      await replay.promise;
    },
    offsets: () => new Map(offsets),
    async close() {
      await consumer?.stop();
    },
  };
}

function unreadable(partition: number, { offset, reason }: Undecodable): Refusal {
  return new Refusal(
    `Partition ${partition} cannot be read from offset ${offset} on: ${reason} The live version has folded it, so run what folded it. Nothing was decided.`,
  );
}

/** Of what can never fold: the live version folded it, for it would be a dead letter otherwise. */
function unfoldable([first]: readonly DeadLetterEntry[]): Error {
  if (first === undefined) return new Error('a chunk has too many dead letters, but none');
  const { record, code, message } = first;
  return new Refusal(
    `The record at offset ${record.offset} of partition ${record.partition} cannot be folded (${code}: ${message}), but it is no dead letter: it was folded once. Run the processor that folded it, or set PARTITIONER as it was.`,
  );
}
