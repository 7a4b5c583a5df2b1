import type { DeadLetterCode, Instant } from '@taskfold/contract';
import type { AddedRecord, Changed, Disposition, IgnoredReason, TaskState } from '@taskfold/fold';

/** What one event of a task's log was and what became of it. */
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
  /** Of the task after the event. */
  readonly revision: number;
}

/** That a task changed, at a position of its partition. */
export interface ChangeEntry {
  readonly tenantId: string;
  readonly taskId: string;
  readonly revision: number;
  readonly partition: number;
  readonly position: number;
  /** W3C Trace Context of the work that made the change, where it is known. */
  readonly traceparent?: string | null;
}

/** A record that can never fold, as it was received. */
export interface DeadLetterEntry {
  readonly record: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly timestampMs: number;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly headers: Readonly<Record<string, Buffer | null | undefined>>;
  };
  readonly code: DeadLetterCode;
  readonly message: string;
  readonly tenantId: string | null;
  readonly taskId: string | null;
}

/** A record that lies elsewhere than its subject belongs, to be published again. */
export interface RekeyedEntry {
  readonly record: DeadLetterEntry['record'];
  readonly tenantId: string;
  readonly taskId: string;
  readonly source: string;
  readonly eventId: string;
  readonly cause: 'no_key' | 'wrong_partition';
  /** Partitioners of known clients that put its key there. */
  readonly recognised: readonly string[];
}

/** The state of a task before a chunk, null where it was not stored, and after it. */
export interface TaskChange {
  readonly before: TaskState | null;
  readonly after: TaskState;
}

/** A usage record or a ledger entry that is new to its task. */
export interface NewRecord {
  readonly tenantId: string;
  readonly taskId: string;
  readonly record: AddedRecord;
}

/** Everything that one chunk writes beside its checkpoint. */
export interface ChunkWrites {
  /** Tasks whose stored state changed, sorted by key. */
  readonly tasks: readonly TaskChange[];
  /** Usage records and ledger entries, in the order of the log. */
  readonly records: readonly NewRecord[];
  readonly timeline: readonly TimelineEntry[];
  readonly changes: readonly ChangeEntry[];
  readonly deadLetters: readonly DeadLetterEntry[];
  readonly rekeyed: readonly RekeyedEntry[];
}
