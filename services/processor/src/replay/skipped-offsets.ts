import type { Queryable } from '@taskfold/database';

const SELECT = `SELECT log_offset FROM public.dead_letters
  WHERE topic = $1 AND kafka_partition = $2 AND log_offset BETWEEN $3 AND $4
  UNION ALL SELECT log_offset FROM public.rekeyed_records
  WHERE topic = $1 AND kafka_partition = $2 AND log_offset BETWEEN $3 AND $4`;

/**
 * Offsets from `first` to `last` whose records are dead letters, or were published again and are folded there: a replay skips
 * them, whatever it would make of them.
 */
export async function skippedOffsets(
  pool: Queryable,
  {
    topic,
    partition,
    first,
    last,
  }: { readonly topic: string; readonly partition: number; readonly first: number; readonly last: number },
): Promise<ReadonlySet<number>> {
  const { rows } = await pool.query<{ log_offset: number }>({
    name: 'skipped_offsets',
    text: SELECT,
    values: [topic, partition, first, last],
  });
  return new Set(rows.map(({ log_offset }) => log_offset));
}
