import type { ProjectionOf, Queryable } from '@taskfold/database';

const SELECT = `
  SELECT c.kafka_partition, coalesce(
    (SELECT min(position) FROM changes WHERE kafka_partition = c.kafka_partition), c.next_position) AS position
  FROM checkpoints c WHERE projection = $1 AND topic = $2`;

/** The position of the oldest change that each partition keeps; that of the next one where it keeps none. */
export async function oldestPositions(
  pool: Queryable,
  { projection, topic }: ProjectionOf,
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await pool.query<{ readonly kafka_partition: number; readonly position: number }>({
    name: 'oldest_positions',
    text: SELECT,
    values: [projection, topic],
  });
  return new Map(rows.map(({ kafka_partition, position }) => [kafka_partition, position]));
}
