import type { Pool } from '@taskfold/database';

const PRUNE = `UPDATE dead_letters SET key = NULL, value = NULL, headers = NULL, pruned_at = now()
  WHERE (topic, kafka_partition, log_offset) IN (
    SELECT topic, kafka_partition, log_offset FROM dead_letters
    WHERE pruned_at IS NULL AND published_at IS NOT NULL AND stored_at < now() - make_interval(days => $1)
    ORDER BY stored_at LIMIT $2 FOR UPDATE SKIP LOCKED
  )`;

/**
 * Removes key, value and headers of old dead letters that are published; position and code stay for ever, for a rebuild
 * skips them.
 *
 * @returns how many were pruned, at most `limit`
 */
export async function pruneDeadLetters(
  pool: Pool,
  { olderThanDays, limit }: { readonly olderThanDays: number; readonly limit: number },
): Promise<number> {
  const { rowCount } = await pool.query(PRUNE, [olderThanDays, limit]);
  return rowCount ?? 0;
}
