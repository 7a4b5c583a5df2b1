import type { Pool } from 'pg';
import { inTransaction } from '../chunk/in-transaction.ts';

/** Tables that are kept by months. */
export type MonthlyTable = 'timeline' | 'changes' | 'callback_attempts';

/**
 * Drops the months of a table that ended so many days ago. Months of changes stay that a relay would still send, and all of
 * them where no relay has noted how far it is.
 *
 * @returns the names of the partitions that are gone
 * @throws an error of PostgreSQL (55P03) where somebody reads the table for more than two seconds: to be tried again later
 */
export async function dropMonths(pool: Pool, table: MonthlyTable, olderThanDays: number): Promise<string[]> {
  const { names } = await inTransaction(
    pool,
    async (client) => {
      const { rows } = await client.query<{ names: string[] }>(
        'SELECT taskfold_drop_months($1, now() - make_interval(days => $2)) AS names',
        [table, olderThanDays],
      );
      return { kind: 'applied', names: rows[0]?.names ?? [] };
    },
    // Who waits for the lock holds up everybody behind.
    "BEGIN; SET LOCAL lock_timeout = '2s'",
  );
  return names;
}
