import type { Instant } from '@taskfold/contract';
import type { ProjectionOf, Queryable } from '@taskfold/database';

/** Why a partition stands still, for whoever has to act. */
export interface PartitionHalt extends ProjectionOf {
  readonly partition: number;
  /** In one word, from a set of the processor's. */
  readonly reason: string;
  /** What was seen, what is safe and how to go on. */
  readonly message: string;
  /** Offset of the first record that was not folded. */
  readonly nextOffset: number;
  readonly haltedAt: Instant;
}

// SQL: what was noted before decides what is kept of it, in one statement. The processor has no Prisma client.
const WRITE = `
  INSERT INTO partition_halts AS h (projection, topic, kafka_partition, reason, message, next_offset, halted_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (projection, topic, kafka_partition) DO UPDATE SET
    reason = excluded.reason, message = excluded.message, next_offset = excluded.next_offset,
    halted_at = CASE WHEN h.reason = excluded.reason AND h.next_offset = excluded.next_offset
      THEN least(h.halted_at, excluded.halted_at) ELSE excluded.halted_at END,
    noted_at = clock_timestamp()`;

/** Notes that a partition stands still. One that did so before, for the same reason at the same place, keeps its time. */
export async function writePartitionHalt(pool: Queryable, halt: PartitionHalt): Promise<void> {
  await pool.query({
    name: 'write_partition_halt',
    text: WRITE,
    values: [
      halt.projection,
      halt.topic,
      halt.partition,
      halt.reason,
      // PostgreSQL takes no NUL, and an error's text may quote anything.
      halt.message.replaceAll('\0', ''),
      halt.nextOffset,
      halt.haltedAt,
    ],
  });
}

/** Notes that partitions get on again. */
export async function clearPartitionHalts(
  pool: Queryable,
  { projection, topic }: ProjectionOf,
  partitions: readonly number[],
): Promise<void> {
  await pool.query({
    name: 'clear_partition_halts',
    text: 'DELETE FROM partition_halts WHERE projection = $1 AND topic = $2 AND kafka_partition = ANY ($3::int[])',
    values: [projection, topic, partitions],
  });
}
