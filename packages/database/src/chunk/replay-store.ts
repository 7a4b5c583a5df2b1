import type { Instant } from '@taskfold/contract';
import type { ClientBase, Pool } from 'pg';
import { advanceCheckpoint } from '../checkpoints/advance-checkpoint.ts';
import { lockCheckpoint } from '../checkpoints/lock-checkpoint.ts';
import type { ChunkWrites, TimelineEntry } from './entries.ts';
import { inTransaction } from './in-transaction.ts';
import { loadRecords } from './load-records.ts';
import { loadStates } from './load-states.ts';
import type { ChunkTransaction, ProjectionStore } from './projection-store.ts';
import { runStatements, type Statement } from './statement.ts';
import { eraseReasons, writeLedgerEntries } from './write-ledger-entries.ts';
import { writeTasks } from './write-tasks.ts';
import { writeTimeline } from './write-timeline.ts';
import { writeUsageRecords } from './write-usage-records.ts';

export interface ReplayStoreOptions {
  readonly projection: string;
  readonly topic: string;
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
  const { projection, topic } = options;
  return {
    async lockCheckpoint(partition) {
      const locked = await lockCheckpoint(client, { projection, topic, partition });
      return locked.kind === 'found' ? locked : null;
    },
    loadStates: (partition, keys) => loadStates(client, partition, keys),
    loadRecords: (partition, keys) => loadRecords(client, partition, keys),
    write: (partition, writes) => runStatements(client, statementsOf(partition, writes, options)),
    async advanceCheckpoint(partition, to) {
      // Positions are those of changes, which a replay does not make.
      const advanced = await advanceCheckpoint(
        client,
        { projection, topic, partition },
        { ...to, nextPosition: 0 },
      );
      if (advanced.kind !== 'advanced') throw new Error('the checkpoint moved although its row is locked');
    },
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
  const values = [timeline.map(({ tenantId }) => tenantId), timeline.map(({ taskId }) => taskId), partition];
  yield async (client) => {
    await client.query({ name: 'note_tasks', text: NOTE, values });
  };
}
