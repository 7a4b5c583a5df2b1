import type { Instant } from '@taskfold/contract';
import type { Queryable } from '../pools/create-pool.ts';

/** A calendar month in UTC: `2026-11`. */
export type Month = string & { readonly __brand: 'Month' };

/** The months that instants fall in, each once, in order. */
export function monthsOf(instants: Iterable<Instant>): Month[] {
  const months = new Set<Month>();
  for (const instant of instants) months.add(instant.slice(0, 7) as Month);
  return [...months].sort();
}

/**
 * Makes the partitions of the append-only tables for these months where they are missing, and always for this month and
 * the next by the database's clock, because changes are kept by the time they were written at. Waits for no reader and
 * no writer, and is safe to run by many processes at once; call it outside the transaction that needs the partitions.
 */
export async function ensureMonths(pool: Queryable, months: readonly Month[]): Promise<void> {
  await pool.query(
    `SELECT taskfold_ensure_partitions(day) FROM (
       SELECT (month || '-01')::date AS day FROM unnest($1::text[]) AS month
       UNION SELECT date_trunc('month', now() AT TIME ZONE 'UTC')::date
       UNION SELECT (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month')::date
       ORDER BY day
     ) AS days`,
    [months],
  );
}
