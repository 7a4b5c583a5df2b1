import type {
  CallbackStatus,
  CancelOutcome,
  Instant,
  JsonText,
  Meter,
  Settlement,
  TaskStatus,
} from '@taskfold/contract';
import type { TaskError, UsageLine } from './state.ts';

/**
 * What is shown of one visible task: the facts behind every key of the envelope, before they are printed. The columns
 * of the `tasks` table are these facts, so an answer needs one row.
 */
export interface TaskView {
  readonly tenantId: string;
  readonly taskId: string;
  readonly revision: number;
  readonly updatedAt: Instant;
  readonly status: TaskStatus;
  readonly capability: string;
  readonly model: string;
  readonly resolvedModel: string | null;
  readonly projectId: string | null;
  readonly clientRequestId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly input: JsonText | null;
  readonly creditsPerUsd: string;
  readonly attempt: number | null;
  readonly deadlineAt: Instant | null;
  readonly createdAt: Instant;
  readonly startedAt: Instant | null;
  readonly completedAt: Instant | null;
  readonly progress: {
    readonly percent: number | null;
    readonly stage: string | null;
    readonly message: string | null;
    readonly stageStartedAt: Instant | null;
  } | null;
  readonly output: JsonText | null;
  readonly warnings: readonly {
    readonly code: string;
    readonly message: string;
    readonly field: string | null;
  }[];
  readonly error: TaskError | null;
  /** Null until any usage is recorded; then absent meters are zero. */
  readonly usage: {
    readonly meters: Readonly<Partial<Record<Meter, string>>>;
    /** The first of them; the sums are over all. */
    readonly lines: readonly UsageLine[];
    /** Number of lines beyond those. */
    readonly linesTruncated: number;
    readonly credits: string;
  } | null;
  /** Null until there is a ledger entry or a settlement. Sums are exact decimals. */
  readonly billing: {
    readonly charged: string;
    readonly refunded: string;
    readonly settlement: Settlement;
  } | null;
  readonly cancel: {
    readonly requestedAt: Instant;
    readonly reason: string | null;
    readonly outcome: CancelOutcome;
  } | null;
  readonly callback: {
    readonly url: string | null;
    readonly status: CallbackStatus;
    readonly attemptCount: number;
    readonly deliveredAt: Instant | null;
    readonly lastError: string | null;
    readonly lastStatusCode: number | null;
    readonly nextAttemptAt: Instant | null;
  } | null;
  readonly dataRemoved: boolean;
}
