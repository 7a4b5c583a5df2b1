import { inTransaction, type Pool, type ProjectionOf } from '@taskfold/database';
import { type PrunableTask, prunePartition } from './prune-partition.ts';

export interface PruneTasksOptions extends ProjectionOf {
  /** Days since the task ended, and since the last event that changed it. */
  readonly olderThanDays: number;
  /** Tasks at most. */
  readonly limit: number;
}

export interface PrunedTasks {
  readonly pruned: number;
  /** Whether there may be more. Not where all that is left waits for the relay or for a callback. */
  readonly more: boolean;
}

// Tenant by tenant, because that is how the index on the end is laid out.
const CANDIDATES = `
  WITH RECURSIVE tenants AS (
    (SELECT tenant_id FROM tasks ORDER BY tenant_id LIMIT 1)
    UNION ALL
    SELECT (SELECT t.tenant_id FROM tasks t WHERE t.tenant_id > s.tenant_id ORDER BY t.tenant_id LIMIT 1)
    FROM tenants s WHERE s.tenant_id IS NOT NULL
  ), cutoff AS (SELECT now() - make_interval(days => $1) AS at)
  SELECT c.tenant_id, c.task_id, c.kafka_partition FROM cutoff, tenants s CROSS JOIN LATERAL (
    SELECT t.tenant_id, t.task_id, t.kafka_partition FROM tasks t
    WHERE t.tenant_id = s.tenant_id AND t.created_at IS NOT NULL AND t.completed_at < cutoff.at AND t.updated_at < cutoff.at
      AND NOT EXISTS (SELECT FROM deliveries d WHERE d.tenant_id = t.tenant_id AND d.task_id = t.task_id
        AND d.kafka_partition = t.kafka_partition AND d.state IN ('ready', 'leased', 'waiting'))
    ORDER BY t.completed_at LIMIT $2
  ) c LIMIT $2`;

// A change that the relay has not sent would come to nothing without its task.
const IS_RELAYED = `SELECT NOT EXISTS (
    SELECT FROM relay_positions r JOIN changes c USING (kafka_partition)
    WHERE r.kafka_partition = $1 AND c.position >= r.next_position AND c.written_at < now() - make_interval(days => $2)
  ) AS is_relayed`;

/**
 * Removes tasks that ended long ago, and leaves a row of `pruned_tasks` of each: later events of it are ignored, and a rebuild leaves it
 * out. A transaction for each partition, which holds its checkpoint, so that nobody folds what is being removed.
 */
export async function pruneTasks(pool: Pool, options: PruneTasksOptions): Promise<PrunedTasks> {
  const { olderThanDays, limit } = options;
  const { rows } = await pool.query<PrunableTask>(CANDIDATES, [olderThanDays, limit]);
  let pruned = 0;
  for (const [partition, tasks] of Map.groupBy(rows, (row) => row.kafka_partition)) {
    const { count } = await inTransaction(pool, (client) =>
      prunePartition(client, {
        ...options,
        partition,
        tasks,
        mayPrune: async () => {
          const { rows } = await client.query<{ is_relayed: boolean }>(IS_RELAYED, [
            partition,
            olderThanDays,
          ]);
          return rows[0]?.is_relayed === true;
        },
      }),
    );
    pruned += count;
  }
  return { pruned, more: pruned > 0 && rows.length === limit };
}
