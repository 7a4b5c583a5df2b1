import type { PoolOptions } from './pool-options.ts';

/** A setting of PostgreSQL with its value, as `SHOW` would print it or milliseconds. */
export type Setting = readonly [name: string, value: string];

/** What every statement of a pool runs with, however it gets there. */
export interface SessionSettings {
  readonly general: readonly Setting[];
  /** In milliseconds. */
  readonly limits: readonly Setting[];
}

const BY_KEY_ONLY = ['seqscan', 'hashjoin', 'mergejoin'].map((plan): Setting => [`enable_${plan}`, 'off']);
/** A transaction whose process hangs must not hold a partition's lock for ever. */
const IDLE_IN_TRANSACTION_MS = 60_000;

export function sessionSettings({
  role,
  byKeyOnly = false,
  schema,
  durable = true,
  pooler,
  statementTimeoutMs = 30_000,
}: PoolOptions): SessionSettings {
  // Behind a pooler somebody else may have left a path.
  const path = schema === undefined ? (pooler === undefined ? null : 'public') : `${schema}, public`;
  return {
    general: [
      ['TimeZone', 'UTC'],
      ['DateStyle', 'ISO'],
      ...(role === undefined ? [] : [['role', role] as const]),
      ...(byKeyOnly ? BY_KEY_ONLY : []),
      ...(path === null ? [] : [['search_path', path] as const]),
      ...(durable ? [] : [['synchronous_commit', 'off'] as const]),
    ],
    limits: [
      ['statement_timeout', String(statementTimeoutMs)],
      ['idle_in_transaction_session_timeout', String(IDLE_IN_TRANSACTION_MS)],
    ],
  };
}
