import type { DeadLetterCode, Instant, TaskEvent } from '@taskfold/contract';
import type { Changed, Disposition, IgnoredReason, TaskState } from '@taskfold/fold';

/** A record of the log as it was fetched. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | undefined>>;
}

export type Decoded =
  | { readonly kind: 'event'; readonly event: TaskEvent }
  | {
      readonly kind: 'rejected';
      readonly code: DeadLetterCode;
      readonly message: string;
      readonly tenantId: string | null;
      readonly taskId: string | null;
    };

/** The row that says how far a partition is folded. `writer` is the token of the process that wrote it last. */
export interface Checkpoint {
  readonly nextOffset: number;
  readonly writer: string | null;
  /** The position that the next change of this partition gets. */
  readonly nextPosition: number;
}

export interface TimelineEntry {
  readonly tenantId: string;
  readonly taskId: string;
  readonly partition: number;
  readonly offset: number;
  readonly recordTime: Instant;
  readonly eventTime: Instant;
  readonly source: string;
  readonly eventId: string;
  readonly type: string;
  readonly disposition: Disposition;
  readonly reason: IgnoredReason | null;
  readonly changed: Changed | null;
  readonly revision: number;
}

export interface ChangeEntry {
  readonly tenantId: string;
  readonly taskId: string;
  readonly revision: number;
  readonly partition: number;
  readonly position: number;
}

export interface DeadLetterEntry {
  readonly record: LogRecord;
  readonly code: DeadLetterCode;
  readonly message: string;
  readonly tenantId: string | null;
  readonly taskId: string | null;
}

export interface ChunkWrites {
  /** Tasks whose stored state changed, sorted by key; `before` is null for a task that was not stored. */
  readonly tasks: readonly { readonly before: TaskState | null; readonly after: TaskState }[];
  readonly timeline: readonly TimelineEntry[];
  readonly changes: readonly ChangeEntry[];
  readonly deadLetters: readonly DeadLetterEntry[];
}

/** What a chunk asks of the database, inside one transaction on one connection. */
export interface ChunkTransaction {
  /** Waits for the row's lock. Null where the row was never created. */
  lockCheckpoint(partition: number): Promise<Checkpoint | null>;
  /** By `<tenant>/<task>`; tasks that are not stored are absent. */
  loadStates(keys: readonly string[]): Promise<ReadonlyMap<string, TaskState>>;
  write(writes: ChunkWrites): Promise<void>;
  /** A hash of null leaves the stored one: the chunk held control records alone. */
  advanceCheckpoint(
    partition: number,
    to: Checkpoint & { readonly lastRecordHash: string | null },
  ): Promise<void>;
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
