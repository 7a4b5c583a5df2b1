import { inTransaction, type Pool, type ProjectionOf } from '@taskfold/database';

/** Tables that are kept by months. */
export type MonthlyTable = 'timeline' | 'changes' | 'callback_attempts';

export interface DropMonthsOptions extends ProjectionOf {
  readonly table: MonthlyTable;
  /** Days since the month ended. */
  readonly olderThanDays: number;
}

// The timeline is kept by the time of the records, so a projection that catches up may still write to old months: what is
// as old as what it folds stays, and all while nobody notes how old that is.
const DROP = `
  SELECT taskfold_drop_months($1, now() - greatest(make_interval(days => $2),
    CASE WHEN $1 = 'timeline' THEN lag.age + interval '1 day' ELSE interval '0' END)) AS names
  FROM (
    SELECT max(make_interval(secs => lag_seconds) + (now() - noted_at)) AS age FROM projection_lag
    WHERE projection = $3 AND topic = $4
  ) AS lag
  WHERE $1 <> 'timeline' OR lag.age IS NOT NULL`;

/**
 * Drops the months of a table that ended so many days ago. Months of changes stay that a relay would still send, and all of
 * them where no relay has noted how far it is; months of the timeline stay that may still be written to.
 *
 * @returns the names of the partitions that are gone
 * @throws an error of PostgreSQL (55P03) where somebody reads the table for more than two seconds: to be tried again later
 */
export async function dropMonths(
  pool: Pool,
  { table, olderThanDays, projection, topic }: DropMonthsOptions,
): Promise<string[]> {
  const { names } = await inTransaction(
    pool,
    async (client) => {
      const { rows } = await client.query<{ names: string[] }>(DROP, [
        table,
        olderThanDays,
        projection,
        topic,
      ]);
      return { kind: 'applied', names: rows[0]?.names ?? [] };
    },
    // Who waits for the lock holds up everybody behind.
    "BEGIN; SET LOCAL lock_timeout = '2s'",
  );
  return names;
}
