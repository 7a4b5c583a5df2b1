import type { Instant } from '@taskfold/contract';
import type { ClientBase, Pool } from 'pg';
import type { ProjectionOf } from '../checkpoints/checkpoint-key.ts';
import type { ChunkWrites, TimelineEntry } from './entries.ts';
import { inTransaction } from './in-transaction.ts';
import { type ChunkTransaction, chunkTransaction, type ProjectionStore } from './projection-store.ts';
import { type Statement, statementOf } from './statement.ts';
import { eraseReasons, writeLedgerEntries } from './write-ledger-entries.ts';
import { writeTasks } from './write-tasks.ts';
import { writeTimeline } from './write-timeline.ts';
import { writeUsageRecords } from './write-usage-records.ts';

export interface ReplayStoreOptions extends ProjectionOf {
  /** Entries of the timeline from this record time on are written; null for a version without a timeline. */
  readonly timelineFrom: Instant | null;
  /** Whether the tasks of a chunk are noted as such that may differ from the live version. */
  readonly isTracking: () => boolean;
}

/**
 * The task tables of a version that is not live, written with effects muted: no changes, no deliveries, no dead letters,
 * nobody is notified.
 *
 * @param pool of the version's schema
 */
export function createReplayStore(pool: Pool, options: ReplayStoreOptions): ProjectionStore {
  return {
    transaction: (work) => inTransaction(pool, (client) => work(replayTransaction(client, options))),
  };
}

/**
 * The same inside one transaction that the caller began and ends, whatever becomes of single chunks. Chunks follow one
 * another, for the connection is one.
 */
export function replayStoreWithin(client: ClientBase, options: ReplayStoreOptions): ProjectionStore {
  let last: Promise<unknown> = Promise.resolve();
  return {
    transaction(work) {
      const result = last.then(() => work(replayTransaction(client, options)));
      last = result.catch(() => {});
      return result;
    },
  };
}

function replayTransaction(client: ClientBase, options: ReplayStoreOptions): ChunkTransaction {
  const transaction = chunkTransaction(client, options, (partition, writes) =>
    statementsOf(partition, writes, options),
  );
  return {
    ...transaction,
    // Positions are those of changes, which a replay does not make.
    advanceCheckpoint: (partition, to) =>
      transaction.advanceCheckpoint(partition, { ...to, nextPosition: 0 }),
  };
}

function* statementsOf(
  partition: number,
  { tasks, records, timeline }: ChunkWrites,
  { timelineFrom, isTracking }: ReplayStoreOptions,
): Generator<Statement> {
  if (timelineFrom !== null) {
    yield* writeTimeline(timeline.filter(({ recordTime }) => recordTime >= timelineFrom));
  }
  yield* writeTasks(partition, tasks);
  yield* writeUsageRecords(partition, records);
  yield* writeLedgerEntries(partition, records);
  yield* eraseReasons(partition, tasks);
  if (isTracking()) yield* noteTasks(partition, timeline);
}

const NOTE = `INSERT INTO differences (tenant_id, task_id, kafka_partition)
  SELECT DISTINCT *, $3::int FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`;

function* noteTasks(partition: number, timeline: readonly TimelineEntry[]): Generator<Statement> {
  if (timeline.length === 0) return;
  yield statementOf('note_tasks', NOTE, [
    timeline.map(({ tenantId }) => tenantId),
    timeline.map(({ taskId }) => taskId),
    partition,
  ]);
}
