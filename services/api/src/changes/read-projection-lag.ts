import type { ProjectionOf, Queryable } from '@taskfold/database';

/** Seconds after which a note says nothing of now, but that nobody notes any more. */
const NOTE_IS_OLD = 5;

const SELECT = `
  SELECT max(CASE WHEN age > ${NOTE_IS_OLD} THEN greatest(age, lag_seconds) ELSE lag_seconds END) AS seconds
  FROM (SELECT lag_seconds, extract(epoch FROM clock_timestamp() - noted_at)::float8 AS age
    FROM projection_lag WHERE projection = $1 AND topic = $2) AS notes`;

/**
 * Seconds that the slowest partition is behind the log, by what is noted of it; where the note is old, at least its age.
 *
 * @returns null where nothing was ever noted
 */
export async function readProjectionLag(
  pool: Queryable,
  { projection, topic }: ProjectionOf,
): Promise<number | null> {
  const { rows } = await pool.query<{ readonly seconds: number | null }>({
    name: 'read_projection_lag',
    text: SELECT,
    values: [projection, topic],
  });
  return rows[0]?.seconds ?? null;
}
