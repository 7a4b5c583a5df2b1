import type {
  CallbackEvent,
  CallbackOutcome,
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
  /** By (time, source, id), in that order; unique by (source, id). */
  readonly usage: readonly UsageRecord[];
  /** In the order of (kind, entryId), by which entries are unique. */
  readonly ledger: readonly LedgerEntry[];
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

export interface Creation {
  readonly key: EventKey;
  readonly capability: string;
  readonly model: string;
  readonly input: JsonText | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly projectId: string | null;
  readonly clientRequestId: string | null;
  readonly deadlineAt: Instant | null;
  /** `url` is null once the task is erased. */
  readonly callback: { readonly url: string | null; readonly events: readonly CallbackEvent[] } | null;
  readonly creditsPerUsd: string;
}

export interface Progress {
  readonly key: EventKey;
  readonly percent: number | null;
  readonly stage: string | null;
  readonly message: string | null;
}

export interface Output {
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

export interface UsageRecord {
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

export const DISPOSITIONS = ['applied', 'duplicate', 'stale', 'ignored', 'conflict'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export const IGNORED_REASONS = ['already_terminal', 'already_created', 'unknown_type', 'pruned'] as const;
export type IgnoredReason = (typeof IGNORED_REASONS)[number];

export interface FoldResult {
  /** The very same object as before where nothing that is stored changed. */
  readonly state: TaskState;
  readonly disposition: Disposition;
  readonly reason: IgnoredReason | null;
  /** Null unless applied. */
  readonly changed: Changed | null;
}

/** More stages than this are counted in progress but their start is not kept: `stage_started_at` is null for them. */
export const MAX_STAGES = 100;
