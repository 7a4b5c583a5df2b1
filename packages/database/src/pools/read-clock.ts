import type { Pool } from 'pg';

/** The time of the server, in milliseconds since 1970. */
export async function readClock(pool: Pick<Pool, 'query'>): Promise<number> {
  const { rows } = await pool.query<{ readonly now: number }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
  );
  return rows[0]?.now ?? Number.NaN;
}
