import type { ProjectionOf, Queryable } from '@taskfold/database';

/** How many partitions the topic had when it was first folded; null where no processor has begun yet. */
export async function storedPartitionCount(
  pool: Queryable,
  { projection, topic }: ProjectionOf,
): Promise<number | null> {
  const { rows } = await pool.query<{ readonly partition_count: number }>(
    'SELECT partition_count FROM checkpoints WHERE projection = $1 AND topic = $2 LIMIT 1',
    [projection, topic],
  );
  return rows[0]?.partition_count ?? null;
}
