import type { Pool } from 'pg';

export interface ProjectionLagNotes {
  readonly projection: string;
  readonly topic: string;
  /** Seconds behind the log, by partition. */
  readonly lags: ReadonlyMap<number, number>;
}

const WRITE = `
  INSERT INTO projection_lag (projection, topic, kafka_partition, lag_seconds, noted_at)
  SELECT $1, $2, kafka_partition, lag_seconds, clock_timestamp()
  FROM unnest($3::int[], $4::float8[]) AS n (kafka_partition, lag_seconds) ORDER BY kafka_partition
  ON CONFLICT (projection, topic, kafka_partition)
  DO UPDATE SET lag_seconds = excluded.lag_seconds, noted_at = excluded.noted_at`;

/** Notes how far partitions are behind the log. A note that grows old says that nobody folds. */
export async function writeProjectionLag(
  pool: Pick<Pool, 'query'>,
  { projection, topic, lags }: ProjectionLagNotes,
): Promise<void> {
  if (lags.size === 0) return;
  await pool.query({
    name: 'write_projection_lag',
    text: WRITE,
    values: [projection, topic, [...lags.keys()], [...lags.values()]],
  });
}
