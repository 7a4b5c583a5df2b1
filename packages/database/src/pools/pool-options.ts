import type { Logger } from '@taskfold/runtime';
import type { DatabaseAddress } from '../faults/place.ts';

/** Roles that the migrations make. */
export type DatabaseRole = 'taskfold_api' | 'taskfold_processor';

export interface PoolOptions extends DatabaseAddress {
  /** What the connections may do; without it, all that the user of the URL may. That user must be a member of the role. */
  readonly role?: DatabaseRole;
  /** Most connections at a time; 10 by default. */
  readonly max?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Milliseconds after which the server gives up on a statement; 30,000 by default, 0 for never. */
  readonly statementTimeoutMs?: number;
  /** Milliseconds after which an answer is no longer waited for, and its connection given up; without it, no limit. */
  readonly answerTimeoutMs?: number;
  /** Milliseconds to wait for a connection; 5,000 by default. */
  readonly connectTimeoutMs?: number;
  /**
   * For statements that look rows up by their keys alone: plans never scan or hash a whole table, however small or stale
   * the statistics say it is.
   */
  readonly byKeyOnly?: boolean;
  /** Where tables are looked for before `public`: a version of the task tables that is not live. */
  readonly schema?: string;
  /** Whether COMMIT waits for the disk; it does by default. Without, the last moments before a crash may be lost. */
  readonly durable?: boolean;
  /** Hears of idle connections that broke; they are replaced by themselves. */
  readonly logger?: Pick<Logger, 'warn'>;
}
