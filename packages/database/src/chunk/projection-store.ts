import type { ClientBase, Pool } from 'pg';
import { advanceCheckpoint, type CheckpointAdvance } from '../checkpoints/advance-checkpoint.ts';
import type { ProjectionOf } from '../checkpoints/checkpoint-key.ts';
import { lockCheckpoint } from '../checkpoints/lock-checkpoint.ts';
import type { ChunkWrites } from './entries.ts';
import { eraseDeadLetters } from './erase-dead-letters.ts';
import { inTransaction } from './in-transaction.ts';
import { type LoadedRecords, loadRecords, type RecordKeys } from './load-records.ts';
import { type LoadedStates, loadStates } from './load-states.ts';
import { runStatements, type Statement } from './statement.ts';
import { writeChanges } from './write-changes.ts';
import { writeDeadLetters } from './write-dead-letters.ts';
import { writeDeliveries } from './write-deliveries.ts';
import { isSmall, writeEvents } from './write-events.ts';
import { eraseReasons, writeLedgerEntries } from './write-ledger-entries.ts';
import { writeRekeyedRecords } from './write-rekeyed-records.ts';
import { writeTasks } from './write-tasks.ts';
import { writeTimeline } from './write-timeline.ts';
import { writeUsageRecords } from './write-usage-records.ts';

/** What a chunk knows of the row that says how far its partition is folded. */
export interface ChunkCheckpoint {
  /** Offset of the first record that is not folded. */
  readonly nextOffset: number;
  /** Token of the process that wrote the row last; null before the first. */
  readonly writer: string | null;
  /** Position that the next change of the partition gets. */
  readonly nextPosition: number;
}

/** What a chunk asks of the database, inside one transaction on one connection. */
export interface ChunkTransaction {
  /** Waits for the row's lock and holds it until the end. Null where the row was never created. */
  lockCheckpoint(partition: number): Promise<ChunkCheckpoint | null>;
  /** @param keys `<tenant>/<task>` of tasks of the partition */
  loadStates(partition: number, keys: readonly string[]): Promise<LoadedStates>;
  /** What is stored under these keys of usage records and ledger entries. */
  loadRecords(partition: number, keys: RecordKeys): Promise<LoadedRecords>;
  write(partition: number, writes: ChunkWrites): Promise<void>;
  /** A last record of null leaves the stored one: the chunk held control records alone. */
  advanceCheckpoint(partition: number, to: CheckpointAdvance): Promise<void>;
}

export interface ProjectionStore {
  /**
   * Runs `work` between BEGIN and COMMIT. Rolls back where it throws, or where its result is not `applied`. A COMMIT
   * whose outcome is unknown rejects like any other failure: the checkpoint row tells afterwards.
   */
  transaction<Result extends { readonly kind: string }>(
    work: (transaction: ChunkTransaction) => Promise<Result>,
  ): Promise<Result>;
}

export interface ProjectionStoreOptions extends ProjectionOf {
  readonly pool: Pool;
}

/** The projection in PostgreSQL, written a chunk at a time. */
export function createProjectionStore({ pool, projection, topic }: ProjectionStoreOptions): ProjectionStore {
  const begin = (client: ClientBase) => chunkTransaction(client, { projection, topic }, statementsOf);
  return { transaction: (work) => inTransaction(pool, (client) => work(begin(client))) };
}

/** @param writing the statements that write a chunk */
export function chunkTransaction(
  client: ClientBase,
  { projection, topic }: ProjectionOf,
  writing: (partition: number, writes: ChunkWrites) => Iterable<Statement>,
): ChunkTransaction {
  return {
    async lockCheckpoint(partition) {
      const locked = await lockCheckpoint(client, { projection, topic, partition });
      return locked.kind === 'found' ? locked : null;
    },
    loadStates: (partition, keys) => loadStates(client, partition, keys),
    loadRecords: (partition, keys) => loadRecords(client, partition, keys),
    write: (partition, writes) => runStatements(client, writing(partition, writes)),
    async advanceCheckpoint(partition, to) {
      const advanced = await advanceCheckpoint(client, { projection, topic, partition }, to);
      if (advanced.kind !== 'advanced') throw new Error('the checkpoint moved although its row is locked');
    },
  };
}

function* statementsOf(partition: number, writes: ChunkWrites): Generator<Statement> {
  const small = isSmall(writes);
  // Early: of a large chunk it takes the database longest, and what follows is made ready meanwhile.
  if (!small) yield* writeTimeline(writes.timeline);
  yield* writeTasks(partition, writes.tasks);
  yield* writeUsageRecords(partition, writes.records);
  yield* writeLedgerEntries(partition, writes.records);
  yield* eraseReasons(partition, writes.tasks);
  yield* writeDeliveries(partition, writes.tasks);
  yield* writeDeadLetters(writes.deadLetters);
  yield* writeRekeyedRecords(writes.rekeyed);
  yield* eraseDeadLetters(writes.timeline, writes.deadLetters);
  yield* small ? writeEvents(writes) : writeChanges(writes.changes);
}
