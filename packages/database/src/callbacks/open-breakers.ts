import type { Instant } from '@taskfold/contract';
import type { Queryable } from '../pools/create-pool.ts';

/** A note of a host that does not answer is of a process that is gone where it was not renewed for so many seconds. */
export const BREAKER_NOTE_SECONDS = 60;

/** A host that one processor leaves alone because it does not answer callbacks. */
export interface NotedBreaker {
  readonly host: string;
  /** Name of the machine, container or pod of the processor. */
  readonly processor: string;
  /** Whether no attempt is made now; where one is, it is one at a time. */
  readonly rests: boolean;
  /** Attempts in a row that got no answer. */
  readonly failures: number;
  /** What the last of them failed at, in one word. */
  readonly lastError: string;
  readonly openedAt: Instant;
  readonly restsUntil: Instant;
  readonly notedAt: Instant;
}

const SELECT = `
  SELECT host, processor, rests_until > clock_timestamp() AS rests, failures, last_error AS "lastError",
    opened_at AS "openedAt", rests_until AS "restsUntil", noted_at AS "notedAt"
  FROM callback_breakers WHERE noted_at > clock_timestamp() - interval '${BREAKER_NOTE_SECONDS} seconds'
  ORDER BY opened_at, host, holder LIMIT $1`;

/** Hosts that processors leave alone now, those that have been away longest first; one line for each processor that found so. */
export async function openBreakers(pool: Queryable, limit: number): Promise<readonly NotedBreaker[]> {
  const { rows } = await pool.query<NotedBreaker>(SELECT, [limit]);
  return rows;
}
