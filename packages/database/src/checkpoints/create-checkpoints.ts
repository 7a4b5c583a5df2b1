import type { Pool } from 'pg';
import type { ProjectionOf } from './checkpoint-key.ts';

export interface NewCheckpoints extends ProjectionOf {
  /** How many partitions the topic has. */
  readonly partitionCount: number;
  /** How keys are given to them. */
  readonly partitioner: string;
}

export type CreatedCheckpoints =
  /** Every partition has its row, some of them since now. */
  | { readonly kind: 'ready' }
  /** The projection goes on in another topic; nothing was written. */
  | { readonly kind: 'moved'; readonly to: string }
  /** Rows of an earlier start say that the topic had another number of partitions; nothing was written. */
  | { readonly kind: 'other_partition_count'; readonly storedCount: number }
  /** Rows of an earlier start say that keys were given to partitions otherwise; nothing was written. */
  | { readonly kind: 'other_partitioner'; readonly storedPartitioner: string };

const OTHERS = `projection = $1 AND topic = $2 AND (partition_count <> $3 OR partitioner <> $4)`;

const INSERT = `
  INSERT INTO checkpoints (projection, topic, kafka_partition, partition_count, partitioner)
  SELECT $1, $2, kafka_partition, $3, $4 FROM generate_series(0, $3::int - 1) AS kafka_partition
  WHERE NOT EXISTS (SELECT FROM checkpoints WHERE ${OTHERS})
  ON CONFLICT (projection, topic, kafka_partition) DO NOTHING`;

/** Of rows that a version before made, which did not note it. */
const NOTE_PARTITIONER = `UPDATE checkpoints SET partitioner = $3 WHERE projection = $1 AND topic = $2 AND partitioner IS NULL`;

/** What was noted of partitions that were added, and are gone again. */
const FORGET = `DELETE FROM projection_lag WHERE projection = $1 AND topic = $2 AND kafka_partition >= $3`;

const STORED = `SELECT partition_count, partitioner FROM checkpoints WHERE ${OTHERS} LIMIT 1`;

/**
 * Makes the missing rows, at offset 0 and position 0. Rows that are there stay as they are. Safe to run by many processes
 * at once. The number of partitions and the partitioner are those of the first start for ever: with others, keys would move, and
 * a task would have two rows.
 */
export async function createCheckpoints(
  pool: Pool,
  checkpoints: NewCheckpoints,
): Promise<CreatedCheckpoints> {
  const { projection, topic, partitionCount, partitioner } = checkpoints;
  const values = [projection, topic, partitionCount, partitioner];
  await pool.query(INSERT, values);
  const { rows } = await pool.query<{ partition_count: number; partitioner: string }>(STORED, values);
  const [other] = rows;
  // As a move leaves it: older versions take it for a topic that got other partitions, and fold nothing.
  if (other?.partition_count === 0) return { kind: 'moved', to: other.partitioner };
  if (other !== undefined && other.partition_count !== partitionCount) {
    return { kind: 'other_partition_count', storedCount: other.partition_count };
  }
  if (other !== undefined) return { kind: 'other_partitioner', storedPartitioner: other.partitioner };
  await pool.query(NOTE_PARTITIONER, [projection, topic, partitioner]);
  await pool.query(FORGET, [projection, topic, partitionCount]);
  return { kind: 'ready' };
}
