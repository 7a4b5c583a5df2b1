import type { ChunkCheckpoint, LockedCheckpoint } from '@taskfold/database';
import { sampleEvent } from '@taskfold/fold/testing';
import type { LogBatch, LogRecord } from '@taskfold/kafka';
import type { Chunk } from '../fold/chunk/chunk.ts';
import { recordHash } from '../fold/chunk/record-hash.ts';
import { createStateCache } from '../fold/chunk/state-cache.ts';
import { createFloodBreaker } from '../fold/failures/flood-breaker.ts';
import { createPartitionFolder, type PartitionFolder } from '../fold/partition/partition-folder.ts';

export interface StubFolder {
  readonly folder: PartitionFolder;
  /** The database's row, to be set back as a fail-over does. */
  row: ChunkCheckpoint;
  /** The last record that the row remembers. */
  lastRecord: { readonly offset: number; readonly hash: string } | null;
  /** What the log holds, when it is asked. */
  log: { low: number; high: number };
  /** From where to where it was seen that the database went back. */
  readonly wentBack: readonly (readonly [from: number, to: number])[];
  /** Where it sought, in order. */
  readonly seeks: readonly number[];
  /** How many transactions were begun. */
  transactions(): number;
  /** From where to where each chunk went that was written, in order. */
  readonly chunks: readonly Pick<Chunk, 'from' | 'nextOffset'>[];
}

/** A partition's folder on a database that keeps the checkpoint, and of the rest nothing. */
export function stubFolder(): StubFolder {
  const seeks: number[] = [];
  const wentBack: (readonly [from: number, to: number])[] = [];
  const chunks: Pick<Chunk, 'from' | 'nextOffset'>[] = [];
  let transactions = 0;
  const stub: Omit<StubFolder, 'folder'> = {
    row: { nextOffset: 0, nextPosition: 0, writer: null },
    lastRecord: null,
    log: { low: 0, high: 0 },
    wentBack,
    seeks,
    chunks,
    transactions: () => transactions,
  };
  const folder = createPartitionFolder({
    partition: 0,
    context: {
      store: {
        transaction(work) {
          transactions++;
          return work({
            lockCheckpoint: async () => stub.row,
            loadStates: async () => ({ states: new Map(), pruned: new Map() }),
            loadRecords: async () => new Map(),
            write: async () => {},
            async advanceCheckpoint(_partition, to) {
              stub.row = to;
            },
          });
        },
      },
      cache: createStateCache({ maxEntries: 5000, maxBytes: 8 * 1024 * 1024 }),
      breaker: createFloodBreaker({ limit: 200, window: 1000 }),
      writer: 'this',
      decode: ({ offset }) => ({
        kind: 'event',
        event: sampleEvent('task.progressed', { message: 'm'.repeat(200) }, { taskId: `task_${offset}` }),
      }),
      commitOffset: () => {},
    },
    limits: { maxRecords: 500, maxBytes: 1024 * 1024 },
    keeper: { ensure: async () => {} },
    readCheckpoint: async (): Promise<LockedCheckpoint> => ({
      kind: 'found',
      ...stub.row,
      lastRecord: stub.lastRecord,
      partitionCount: 1,
    }),
    logOffsets: async () => stub.log,
    stableEnd: async () => stub.log.high,
    onWentBack: (from, to) => void wentBack.push([from, to]),
    seek: (offset) => void seeks.push(offset),
    gate: { begins: () => {}, folded: () => {} },
    onChunk({ from, nextOffset }, { kind }) {
      if (kind === 'applied') chunks.push({ from, nextOffset });
    },
  });
  return Object.assign(stub, { folder });
}

function stubRecord(offset: number): LogRecord {
  const value = Buffer.from(`value ${offset}`);
  const timestampMs = Date.UTC(2026, 10, 24);
  return { topic: 'events', partition: 0, offset, timestampMs, key: null, value, headers: {} };
}

/** As a checkpoint remembers it. */
export function stubLastRecord(offset: number) {
  return { offset, hash: recordHash(stubRecord(offset)) };
}

/** Where the log of a stub's batches ends at the least. */
const STUB_LOG_END = 10;

/** A batch of these offsets. @param asked the offset that the fetch was for */
export function stubBatch(asked: number, offsets: readonly number[], nextOffset: number): LogBatch {
  return {
    topic: 'events',
    partition: 0,
    records: offsets.map(stubRecord),
    fetchOffset: asked,
    nextOffset,
    highWatermark: Math.max(nextOffset, STUB_LOG_END),
    undecodable: null,
  };
}

/** Of a batch that nobody takes away. */
export const STUB_CONTEXT = {
  isStale: () => false,
  heartbeat: async () => {},
  signal: new AbortController().signal,
};
