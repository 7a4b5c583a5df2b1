import { NEED_NAMES, type Need } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';

/** So many rows of an index are looked at for each count; where there are more, the count is of those. */
const MOST = 100_000;

// Each part reads one partial index up to the limit, so that the statement ends soon whatever has piled up.
const COUNT = `
  SELECT need, count(*)::int AS count
  FROM (SELECT needs FROM tasks WHERE created_at IS NOT NULL AND needs IS NOT NULL LIMIT ${MOST}) AS t, unnest(t.needs) AS need
  GROUP BY need
  UNION ALL
  SELECT 'callback', count(*)::int
  FROM (SELECT FROM tasks WHERE created_at IS NOT NULL AND callback_status = 'failed' LIMIT ${MOST}) AS t
  UNION ALL
  SELECT 'attention', count(*) FILTER (WHERE deadline_at < now() OR updated_at < now() - interval '1 hour')::int
  FROM (
    SELECT deadline_at, updated_at FROM tasks WHERE created_at IS NOT NULL AND completed_at IS NULL LIMIT ${MOST}
  ) AS t`;

/**
 * How many tasks of all tenants want a person, by why: what `needs=` lists for each tenant.
 *
 * @param pool `byKeyOnly`, so that the indexes are read and not the table
 */
export async function countNeeds(pool: Queryable): Promise<ReadonlyMap<Need, number>> {
  const { rows } = await pool.query<{ need: string; count: number }>(COUNT);
  const counted = new Map(rows.map(({ need, count }) => [need, count]));
  return new Map(NEED_NAMES.map((need) => [need, counted.get(need) ?? 0]));
}
