import type { ProjectionOf, Queryable } from '@taskfold/database';
import type { ChunkFigures } from '../chunk/chunk-times.ts';

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
  readonly chunksOf: (partition: number) => ChunkFigures;
}

// What older versions write says nothing of chunks, so that these have a time of their own.
const WRITE = `
  INSERT INTO projection_lag (projection, topic, kafka_partition, lag_seconds, log_end_offset, open_transaction_seconds,
    chunks_written, chunk_p50_seconds, chunk_max_seconds, chunk_open_seconds, noted_at, chunks_noted_at)
  SELECT $1, $2, n.*, now.at, now.at
  FROM unnest($3::int[], $4::float8[], $5::bigint[], $6::float8[], $7::int[], $8::float8[], $9::float8[], $10::float8[]) AS n (kafka_partition),
    (SELECT clock_timestamp() AS at) AS now
  ORDER BY n.kafka_partition
  ON CONFLICT (projection, topic, kafka_partition)
  DO UPDATE SET lag_seconds = excluded.lag_seconds, log_end_offset = excluded.log_end_offset,
    open_transaction_seconds = excluded.open_transaction_seconds, chunks_written = excluded.chunks_written,
    chunk_p50_seconds = excluded.chunk_p50_seconds, chunk_max_seconds = excluded.chunk_max_seconds,
    chunk_open_seconds = excluded.chunk_open_seconds, noted_at = excluded.noted_at,
    chunks_noted_at = excluded.chunks_noted_at`;

/** Notes how far partitions are behind the log, and how long their chunks take. A note that grows old says that nobody folds. */
export async function writeProjectionLag(
  pool: Queryable,
  { projection, topic, lags, chunksOf }: ProjectionLagNotes,
): Promise<void> {
  if (lags.size === 0) return;
  const values = [...lags.values()];
  const chunks = [...lags.keys()].map(chunksOf);
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
      chunks.map(({ written }) => written),
      chunks.map(({ p50Seconds }) => p50Seconds),
      chunks.map(({ maxSeconds }) => maxSeconds),
      chunks.map(({ openSeconds }) => openSeconds),
    ],
  });
}
