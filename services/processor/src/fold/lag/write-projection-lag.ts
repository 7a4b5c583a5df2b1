import type { ProjectionOf, Queryable } from '@taskfold/database';

/** How far one partition is behind its log. */
export interface PartitionLag {
  /** Age of the oldest record that is not folded, in seconds. */
  readonly seconds: number;
  /** Offset that the next record of the log gets. */
  readonly logEndOffset: number;
  /** For how long the oldest open transaction of a producer has held back what lies behind it; 0 where none does. */
  readonly openTransactionSeconds: number;
  /** Whether everything before that transaction is folded, so that all that waits waits for its end. Not noted. */
  readonly isHeldBack: boolean;
}

export interface ProjectionLagNotes extends ProjectionOf {
  /** By partition. */
  readonly lags: ReadonlyMap<number, PartitionLag>;
}

const WRITE = `
  INSERT INTO projection_lag (projection, topic, kafka_partition, lag_seconds, log_end_offset, open_transaction_seconds,
    noted_at)
  SELECT $1, $2, kafka_partition, lag_seconds, log_end_offset, open_transaction_seconds, clock_timestamp()
  FROM unnest($3::int[], $4::float8[], $5::bigint[], $6::float8[])
    AS n (kafka_partition, lag_seconds, log_end_offset, open_transaction_seconds)
  ORDER BY kafka_partition
  ON CONFLICT (projection, topic, kafka_partition)
  DO UPDATE SET lag_seconds = excluded.lag_seconds, log_end_offset = excluded.log_end_offset,
    open_transaction_seconds = excluded.open_transaction_seconds, noted_at = excluded.noted_at`;

/** Notes how far partitions are behind the log. A note that grows old says that nobody folds. */
export async function writeProjectionLag(
  pool: Queryable,
  { projection, topic, lags }: ProjectionLagNotes,
): Promise<void> {
  if (lags.size === 0) return;
  const values = [...lags.values()];
  await pool.query({
    name: 'write_projection_lag',
    text: WRITE,
    values: [
      projection,
      topic,
      [...lags.keys()],
      values.map(({ seconds }) => seconds),
      values.map(({ logEndOffset }) => logEndOffset),
      values.map(({ openTransactionSeconds }) => openTransactionSeconds),
    ],
  });
}
