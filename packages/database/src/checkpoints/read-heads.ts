import type { Queryable } from '../pools/create-pool.ts';
import type { ProjectionOf } from './checkpoint-key.ts';

/** How far one partition of the live projection is. */
export interface Head {
  /** Offset of the first record that is not folded. */
  readonly nextOffset: number;
  /** Position that the partition's next change gets. */
  readonly nextPosition: number;
}

interface Row {
  readonly kafka_partition: number;
  readonly next_offset: number;
  readonly next_position: number;
}

const SELECT = `SELECT kafka_partition, next_offset, next_position FROM checkpoints
  WHERE projection = $1 AND topic = $2`;

/** The heads of all partitions, as they are committed. Whatever is below them can be read. */
export async function readHeads(
  pool: Queryable,
  { projection, topic }: ProjectionOf,
): Promise<ReadonlyMap<number, Head>> {
  const { rows } = await pool.query<Row>({ name: 'read_heads', text: SELECT, values: [projection, topic] });
  return new Map(
    rows.map((row) => [
      row.kafka_partition,
      { nextOffset: row.next_offset, nextPosition: row.next_position },
    ]),
  );
}
