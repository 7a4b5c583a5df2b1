import type { Pool, ProjectionOf } from '@taskfold/database';
import { NOBODY_IS_TOLD, type PrunableTask, pruneAll } from './prune-all.ts';

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
      AND ${NOBODY_IS_TOLD}
    ORDER BY t.completed_at LIMIT $2
  ) c LIMIT $2`;

// A change that the relay has not sent would come to nothing without its task.
const IS_RELAYED = `SELECT NOT EXISTS (
    SELECT FROM relay_positions r JOIN changes c USING (kafka_partition)
    WHERE r.kafka_partition = $1 AND c.position >= r.next_position AND c.written_at < now() - make_interval(days => $2)
  ) AS is_relayed`;

/** Removes tasks that ended long ago: see {@link pruneAll}. */
export async function pruneTasks(pool: Pool, options: PruneTasksOptions): Promise<PrunedTasks> {
  const { olderThanDays, limit } = options;
  const { rows } = await pool.query<PrunableTask>(CANDIDATES, [olderThanDays, limit]);
  const pruned = await pruneAll(pool, rows, { ...options, isRelayed: IS_RELAYED, relayedFor: olderThanDays });
  return { pruned, more: pruned > 0 && rows.length === limit };
}
