import { type TaskEvent, taskKey } from '@taskfold/contract';
import {
  type ChunkTransaction,
  type LoadedRecords,
  type ProjectionStore,
  recordKeysOf,
} from '@taskfold/database';
import type { TaskState } from '@taskfold/fold';
import type { Decoded, LogRecord } from '@taskfold/kafka';
import type { FloodBreaker } from '../failures/flood-breaker.ts';
import type { Chunk } from './chunk.ts';
import type { ChunkResult } from './chunk-result.ts';
import type { ChunkSpan } from './chunk-span.ts';
import { type DecodedRecord, foldRecords } from './fold-records.ts';
import type { GivenPositions } from './given-positions.ts';
import { recordHash } from './record-hash.ts';
import type { StateCache } from './state-cache.ts';

export interface ChunkContext {
  readonly store: ProjectionStore;
  readonly cache: StateCache;
  readonly breaker: FloodBreaker;
  /** A random token that each start of a process draws. */
  readonly writer: string;
  readonly decode: (record: LogRecord) => Decoded;
  /** Notes the offset in the group. Nobody waits for it: where it is lost, the row tells. */
  readonly commitOffset: (partition: number, nextOffset: number) => void;
  /**
   * Asked before records that lie elsewhere than their keys belong are taken for a mistake of their producers: it throws where
   * the topic has got other partitions.
   */
  readonly beforeMisplaced?: () => Promise<void>;
  /** Which positions others may have seen that the row does not know of; without it none. */
  readonly given?: Pick<GivenPositions, 'committing' | 'next'> | undefined;
  /** Awaited now and then while much is decoded: other work gets its turn, and the group a sign of life. */
  readonly breathe?: (() => Promise<void>) | undefined;
  /** Where the chunk is traced. */
  readonly span?: ChunkSpan | undefined;
}

/**
 * One chunk, exactly once in the projection. Rejects where the database or the broker fails; whether the chunk was
 * committed is then unknown, and the caller begins again at step 1, where the row tells.
 */
export async function processChunk(chunk: Chunk, context: ChunkContext): Promise<ChunkResult> {
  const { store, cache, breaker, writer, commitOffset, span } = context;
  const { partition, nextOffset } = chunk;
  let afterCommit = () => {};
  const run = async (transaction: ChunkTransaction): Promise<ChunkResult> => {
    // 1. Lock the checkpoint row: a zombie waits here, and finds the row moved.
    const row = await transaction.lockCheckpoint(partition);
    if (row === null) return { kind: 'no_checkpoint' };
    if (chunk.from > row.nextOffset) return { kind: 'gap', nextOffset: row.nextOffset };

    // 2. Drop what is folded already.
    if (nextOffset <= row.nextOffset) {
      return { kind: row.writer === writer ? 'nothing_new' : 'fenced', nextOffset: row.nextOffset };
    }
    const records = chunk.records.filter(({ offset }) => offset >= row.nextOffset);

    // 3. States from the cache while the row is the one this process wrote, else from the database; and what is stored under
    //    the keys that usage and money name.
    cache.validate(row);
    const decoded = await decodeAll(records, context);
    span?.link(decoded);
    if (decoded.some(liesElsewhere)) await context.beforeMisplaced?.();
    const { before, pruned } = await statesOf(partition, decoded, cache, transaction);
    const known = await knownRecords(partition, decoded, before, transaction);

    // 4. Fold event by event.
    const firstPosition = context.given?.next(row) ?? row.nextPosition;
    const { writes, states } = foldRecords(decoded, before, {
      partition,
      firstPosition,
      pruned,
      known,
      traceparent: span?.traceparent ?? null,
    });

    const dead = new Set(writes.deadLetters.map(({ record }) => record.offset));
    const judged = breaker.after(
      decoded.map(({ record: { offset } }) => ({ offset, isDead: dead.has(offset) })),
    );
    if (judged.isFlood) return { kind: 'flood', deadLetters: writes.deadLetters };

    // 5. Write, sorted by key.
    await transaction.write(partition, writes);

    // 6. Advance the row; COMMIT follows when this returns.
    const last = records.at(-1);
    const { length } = writes.changes;
    const written = {
      nextOffset,
      writer,
      nextPosition: length === 0 ? row.nextPosition : firstPosition + length,
    };
    const lastRecord = last === undefined ? null : { offset: last.offset, hash: recordHash(last) };
    await transaction.advanceCheckpoint(partition, { ...written, lastRecord });
    // From here on it may be committed, and seen, though nobody hears of it.
    context.given?.committing(written);
    afterCommit = () => {
      cache.store(states, written);
      judged.keep();
    };
    return { kind: 'applied', writes, nextOffset };
  };
  let result: ChunkResult;
  try {
    result = await store.transaction(run);
  } catch (error) {
    cache.clear();
    throw error;
  }
  afterCommit();
  // 7. Only now the offset, which is a hint: the row is the truth.
  if (result.kind === 'applied') commitOffset(partition, nextOffset);
  return result;
}

function liesElsewhere({ decoded }: DecodedRecord): boolean {
  return decoded.kind === 'rejected' ? decoded.code === 'wrong_partition' : decoded.kind === 'misplaced';
}

/** Of values, decoded at a stretch. The worst of that size take a third of a second. */
const STRETCH_BYTES = 1024 * 1024;

async function decodeAll(
  records: readonly LogRecord[],
  { decode, breathe }: Pick<ChunkContext, 'decode' | 'breathe'>,
): Promise<DecodedRecord[]> {
  const decoded: DecodedRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    decoded.push({ record, decoded: decode(record) });
    bytes += record.value?.length ?? 0;
    if (bytes < STRETCH_BYTES) continue;
    bytes = 0;
    await breathe?.();
  }
  return decoded;
}

const NONE: ReadonlyMap<string, number> = new Map();

async function knownRecords(
  partition: number,
  decoded: readonly DecodedRecord[],
  before: ReadonlyMap<string, TaskState>,
  transaction: ChunkTransaction,
): Promise<LoadedRecords> {
  const events: TaskEvent[] = [];
  for (const { decoded: outcome } of decoded) {
    // Most events name no record: of these the state is not looked for.
    if (outcome.kind === 'rejected' || !RECORD_TYPES.has(outcome.event.type)) continue;
    const state = before.get(taskKey(outcome.event));
    if (state !== undefined && mayHoldRecordOf(state, outcome.event)) events.push(outcome.event);
  }
  return events.length === 0 ? NO_RECORDS : await transaction.loadRecords(partition, recordKeysOf(events));
}

const RECORD_TYPES: ReadonlySet<string> = new Set(['task.usage_recorded', 'task.charged', 'task.refunded']);

const NO_RECORDS: LoadedRecords = new Map();

/** Most events with money are the first of their kind: then nothing can be stored under their key. */
function mayHoldRecordOf({ usage, ledger }: TaskState, { type }: TaskEvent): boolean {
  if (type === 'task.usage_recorded') return usage !== null;
  if (type === 'task.charged') return ledger.charges > 0;
  return type === 'task.refunded' && ledger.refunds > 0;
}

async function statesOf(
  partition: number,
  decoded: readonly DecodedRecord[],
  cache: StateCache,
  transaction: ChunkTransaction,
): Promise<{ before: ReadonlyMap<string, TaskState>; pruned: ReadonlyMap<string, number> }> {
  const found = new Map<string, TaskState>();
  const missing = new Set<string>();
  for (const { decoded: outcome } of decoded) {
    if (outcome.kind !== 'event') continue;
    const key = taskKey(outcome.event);
    if (found.has(key) || missing.has(key)) continue;
    const state = cache.get(key);
    if (state === undefined) missing.add(key);
    else found.set(key, state);
  }
  if (missing.size === 0) return { before: found, pruned: NONE };
  const { states, pruned } = await transaction.loadStates(partition, [...missing].sort());
  for (const [key, state] of states) found.set(key, state);
  return { before: found, pruned };
}
