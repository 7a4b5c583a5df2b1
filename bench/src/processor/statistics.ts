import { createPool, type Pool } from '@taskfold/database';

export interface DatabaseFigures {
  readonly walBytes: number;
  readonly updates: number;
  readonly hotUpdates: number;
  readonly taskRows: number;
  readonly changes: number;
}

/** Counters of the server and of the table of tasks, which only rise. */
export async function databaseFigures(url: string): Promise<DatabaseFigures> {
  const pool = createPool({ url, max: 1, applicationName: 'bench' });
  try {
    // Statistics are written when a session is idle for a moment.
    await pool.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await pool.query<Record<keyof DatabaseFigures, number>>(`
      SELECT (pg_current_wal_insert_lsn() - '0/0')::int8 AS "walBytes",
        n_tup_upd AS updates, n_tup_hot_upd AS "hotUpdates",
        (SELECT count(*) FROM tasks) AS "taskRows", (SELECT count(*) FROM changes) AS changes
      FROM pg_stat_user_tables WHERE relname = 'tasks'`);
    const [row] = rows;
    if (row === undefined) throw new Error('there is no table of tasks');
    return row;
  } finally {
    await pool.end();
  }
}

/** Bytes of write-ahead log that the server has written since it was made, every database of it. */
export async function walPosition(pool: Pool): Promise<number> {
  const text = "SELECT (pg_current_wal_insert_lsn() - '0/0')::int8 AS at";
  return (await pool.query<{ at: number }>(text)).rows[0]?.at ?? 0;
}
