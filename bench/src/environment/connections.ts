import type { Pool } from '@taskfold/database';

const SELECT = `SELECT count(*)::int8 AS count FROM pg_stat_activity
  WHERE datname = current_database() AND application_name NOT LIKE 'bench%'`;

/** How many connections the database has now, apart from those of the benchmark. */
export async function connectionsOf(pool: Pool): Promise<number> {
  return (await pool.query<{ count: number }>(SELECT)).rows[0]?.count ?? 0;
}
