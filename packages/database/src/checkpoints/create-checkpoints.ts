import type { Pool } from 'pg';

export interface NewCheckpoints {
  readonly projection: string;
  readonly topic: string;
  /** How many partitions the topic has. */
  readonly partitionCount: number;
}

export type CreatedCheckpoints =
  /** Every partition has its row, some of them since now. */
  | { readonly kind: 'ready' }
  /** Rows of an earlier start say that the topic had another number of partitions; nothing was written. */
  | { readonly kind: 'other_partition_count'; readonly storedCount: number };

const INSERT = `
  INSERT INTO checkpoints (projection, topic, kafka_partition, partition_count)
  SELECT $1, $2, kafka_partition, $3 FROM generate_series(0, $3::int - 1) AS kafka_partition
  WHERE NOT EXISTS (SELECT FROM checkpoints WHERE projection = $1 AND topic = $2 AND partition_count <> $3)
  ON CONFLICT (projection, topic, kafka_partition) DO NOTHING`;

/** What was noted of partitions that were added, and are gone again. */
const FORGET = `DELETE FROM projection_lag WHERE projection = $1 AND topic = $2 AND kafka_partition >= $3`;

const STORED = `
  SELECT partition_count FROM checkpoints
  WHERE projection = $1 AND topic = $2 AND partition_count <> $3 LIMIT 1`;

/**
 * Makes the missing rows, at offset 0 and position 0. Rows that are there stay as they are. Safe to run by many processes
 * at once. The number of partitions is that of the first start for ever: with another one, keys would move.
 */
export async function createCheckpoints(
  pool: Pool,
  checkpoints: NewCheckpoints,
): Promise<CreatedCheckpoints> {
  const { projection, topic, partitionCount } = checkpoints;
  const values = [projection, topic, partitionCount];
  await pool.query(INSERT, values);
  const { rows } = await pool.query<{ partition_count: number }>(STORED, values);
  const [other] = rows;
  if (other !== undefined) return { kind: 'other_partition_count', storedCount: other.partition_count };
  await pool.query(FORGET, values);
  return { kind: 'ready' };
}
