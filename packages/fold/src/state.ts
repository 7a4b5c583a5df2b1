import type {
  CallbackEvent,
  CallbackOutcome,
  EventData,
  Instant,
  JsonObject,
  JsonText,
  Meter,
  TaskStatus,
  TerminalStatus,
} from '@taskfold/contract';

/**
 * Everything that is known of one task after some prefix of the log. Plain immutable data: it can be stored, loaded
 * and compared. Decimals are plain strings without exponent; `null` is "not known".
 *
 * The joins (newest, earliest, union by key) keep the keys they compare by, so that a state that was stored and loaded
 * folds on exactly as one that never left memory.
 *
 * Every list in it has a bound. Of usage records and ledger entries, of which a task may have any number, it holds sums and
 * counts that are exact over all of them; which of them there are is known by their keys alone (see `KnownRecords`).
 */
export interface TaskState {
  readonly tenantId: string;
  readonly taskId: string;
  /** Number of events that changed the task, plus what a rebuild with corrections left behind. */
  readonly revision: number;
  /** Record time of the last event that changed the task; null before the first. */
  readonly updatedAt: Instant | null;
  /** The first `task.created` of the log. While null the task is not visible to anyone. */
  readonly creation: Creation | null;
  readonly status: TaskStatus;
  /** Earliest time of a `task.started`. */
  readonly startedAt: Instant | null;
  /** Highest attempt that was named. */
  readonly attempt: number | null;
  readonly resolvedModel: { readonly key: EventKey; readonly value: string } | null;
  readonly progress: Progress | null;
  /** Earliest time that named each stage: the first {@link MAX_STAGES} by (time, stage), in that order. */
  readonly stages: readonly { readonly stage: string; readonly at: Instant }[];
  readonly output: Output | null;
  /** The first 100 by (time, source, id, index), in that order. */
  readonly warnings: readonly Warning[];
  /** Over all usage records; null before the first. */
  readonly usage: UsageTotals | null;
  /** Over all ledger entries. */
  readonly ledger: LedgerTotals;
  /** A `task.billing_settled` was seen. */
  readonly settled: boolean;
  /** The earliest `task.cancel_requested` by (time, source, id). */
  readonly cancelRequest: { readonly key: EventKey; readonly reason: string | null } | null;
  /** The first terminal event of the log. */
  readonly end: End | null;
  /** One for each event type that a callback was attempted for, sorted by type. */
  readonly callbacks: readonly CallbackProgress[];
  /** One key came with two amounts; the first stands. */
  readonly conflict: boolean;
  /** A `task.erased` was seen: content is gone and stays gone. */
  readonly erased: boolean;
}

/** The total order of events: by time, then source, then id, each compared as a string. */
export interface EventKey {
  readonly time: Instant;
  readonly source: string;
  readonly id: string;
}

/** What the first `task.created` said, in its words. What it did not say is absent; `input` also once the task is erased. */
export interface Creation
  extends Omit<EventData<'task.created'>, 'metadata' | 'callback' | 'credits_per_usd'> {
  readonly key: EventKey;
  readonly metadata: Readonly<Record<string, string>>;
  /** `url` is null once the task is erased. */
  readonly callback: { readonly url: string | null; readonly events: readonly CallbackEvent[] } | null;
  readonly credits_per_usd: string;
  /** Of the event itself, not of its data. */
  readonly api_key_id?: string;
}

interface Progress {
  readonly key: EventKey;
  readonly percent: number | null;
  readonly stage: string | null;
  readonly message: string | null;
}

interface Output {
  /** Of the event that brought it; a terminal event's own output is final and wins over every partial one. */
  readonly key: EventKey;
  readonly final: boolean;
  /** Null once the task is erased. */
  readonly text: JsonText | null;
}

export interface Warning {
  readonly key: EventKey;
  readonly index: number;
  readonly code: string;
  /** Empty once the task is erased. */
  readonly message: string;
  readonly field: string | null;
}

export interface UsageTotals {
  /** Usage records, unique by (source, id). */
  readonly records: number;
  /** Lines of all records. */
  readonly lines: number;
  /** Sums of the meters that any record names. */
  readonly meters: Readonly<Partial<Record<Meter, string>>>;
  /** Sum of the credits of all lines. */
  readonly credits: string;
  /** The first lines by (time, source, id, place in the record), in that order: see `joinUsageLines`. */
  readonly shown: readonly ShownLine[];
}

/** Exact sums over a task's ledger, whose entries are unique by (kind, entry id). */
export interface LedgerTotals {
  /** Number of charges. */
  readonly charges: number;
  readonly charged: string;
  /** Number of refunds. */
  readonly refunds: number;
  readonly refunded: string;
}

/** What one event adds to those of its task: a correction is a further record with negative amounts. */
export interface UsageRecord {
  readonly kind: 'usage';
  readonly key: EventKey;
  readonly meters: Readonly<Partial<Record<Meter, string>>>;
  readonly lines: readonly UsageLine[];
}

export interface UsageLine {
  readonly meter: string;
  readonly quantity: string;
  readonly unit: string;
  readonly billedAmountCredits: string;
}

/** A line with the key of the event that brought it. */
export interface ShownLine extends UsageLine {
  readonly key: EventKey;
}

export interface LedgerEntry {
  readonly kind: 'charge' | 'refund';
  readonly entryId: string;
  /** Of the event that brought it first. */
  readonly key: EventKey;
  readonly amountCredits: string;
  readonly estimated: boolean;
  /** Null once the task is erased. */
  readonly reason: string | null;
}

/** What an event may add beside the state. */
export type AddedRecord = UsageRecord | LedgerEntry;

export interface End {
  readonly key: EventKey;
  readonly status: TerminalStatus;
  readonly error: TaskError | null;
  readonly reason: string | null;
}

export interface TaskError {
  readonly code: string;
  /** Safe for end users. Empty once the task is erased. */
  readonly message: string;
  readonly retryable: boolean;
  readonly param: string | null;
  /** As it was sent, in any form. Null once the task is erased. */
  readonly details: JsonText | null;
}

export interface CallbackProgress {
  readonly type: CallbackEvent;
  /** Of the attempt shown: the highest by (attempt, time, source, id). */
  readonly key: EventKey;
  readonly deliveryId: string;
  readonly attempt: number;
  readonly outcome: CallbackOutcome;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly nextAttemptAt: Instant | null;
  /** Earliest time of a delivered attempt; a delivered callback stays delivered. */
  readonly deliveredAt: Instant | null;
}

/** Small facts that an event changed, for the timeline. Never content: no input, output, message or reason. */
export type Changed = JsonObject;

const DISPOSITIONS = ['applied', 'duplicate', 'stale', 'ignored', 'conflict'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

const IGNORED_REASONS = ['already_terminal', 'already_created', 'unknown_type', 'pruned'] as const;
export type IgnoredReason = (typeof IGNORED_REASONS)[number];

export interface FoldResult {
  /** The very same object as before where nothing that is stored changed. */
  readonly state: TaskState;
  readonly disposition: Disposition;
  readonly reason: IgnoredReason | null;
  /** Null unless applied. */
  readonly changed: Changed | null;
  /** The usage record or ledger entry that the event brought, to be stored under its key; null for most. */
  readonly added: AddedRecord | null;
}

/** More stages than this are counted in progress but their start is not kept: `stage_started_at` is null for them. */
export const MAX_STAGES = 100;
