import type { Queryable } from '@taskfold/database';
import { BREAKER_NOTE_SECONDS } from '@taskfold/database/operators';
import type { OpenBreaker } from './breakers.ts';

/** Who notes. */
export interface BreakerHolder {
  /** A token of this process. */
  readonly holder: string;
  /** Of the machine, container or pod that it runs on. */
  readonly processor: string;
}

// SQL: one statement, and the processor has no Prisma client. How long a host is left alone is told to the database's clock.
// What others hold is left for the next time: it is theirs, and they are not gone.
const WRITE = `
  WITH gone AS (
    DELETE FROM callback_breakers WHERE (host, holder) IN (
      SELECT host, holder FROM callback_breakers
      WHERE (holder = $1 AND host = ANY ($3::text[]))
        OR (holder <> $1 AND noted_at < clock_timestamp() - interval '${BREAKER_NOTE_SECONDS} seconds')
      FOR UPDATE SKIP LOCKED
    )
  )
  INSERT INTO callback_breakers (host, holder, processor, failures, last_error, opened_at, rests_until, noted_at)
  SELECT host, $1, $2, failures, last_error, opened_at, at + rests_ms * interval '1 millisecond', at
  FROM unnest($4::text[], $5::int[], $6::text[], $7::timestamptz[], $8::float8[])
    AS b (host, failures, last_error, opened_at, rests_ms), (SELECT clock_timestamp() AS at) AS now
  ORDER BY host
  ON CONFLICT (host, holder) DO UPDATE SET failures = excluded.failures, last_error = excluded.last_error,
    opened_at = excluded.opened_at, rests_until = excluded.rests_until, noted_at = excluded.noted_at`;

/**
 * Notes hosts that do not answer, takes back those that do again, and removes what processes noted that are gone.
 *
 * @param closed hosts of this process, none of which is among those that are open
 */
export async function writeBreakers(
  pool: Queryable,
  { holder, processor }: BreakerHolder,
  open: readonly OpenBreaker[],
  closed: readonly string[],
): Promise<void> {
  await pool.query({
    name: 'write_breakers',
    text: WRITE,
    values: [
      holder,
      processor,
      closed,
      open.map(({ host }) => host),
      open.map(({ failures }) => failures),
      open.map(({ lastError }) => lastError),
      open.map(({ openedAt }) => openedAt),
      open.map(({ restsMs }) => restsMs),
    ],
  });
}

/** Takes back all that a process noted. */
export async function clearBreakers(pool: Queryable, { holder }: BreakerHolder): Promise<void> {
  await pool.query('DELETE FROM callback_breakers WHERE holder = $1', [holder]);
}
