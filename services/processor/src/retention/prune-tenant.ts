import type { Pool, ProjectionOf } from '@taskfold/database';
import { NOBODY_IS_TOLD, type PrunableTask, pruneAll } from './prune-all.ts';

export interface PruneTenantOptions extends ProjectionOf {
  readonly tenantId: string;
  /** Tasks at most. */
  readonly limit: number;
}

export interface PrunedOfTenant {
  readonly pruned: number;
  /** Tasks that are still there: more than `limit`, or waiting for the relay, or for a callback that is just being sent. */
  readonly left: number;
}

// Erased ones only: what is still to be erased is not to be hidden by its removal.
const CANDIDATES = `
  SELECT tenant_id, task_id, kafka_partition FROM tasks t WHERE tenant_id = $1 AND data_removed
    AND ${NOBODY_IS_TOLD}
  ORDER BY task_id LIMIT $2`;

// The update that says that the content is gone is the last that consumers of the topic hear of a task.
const IS_RELAYED = `SELECT NOT EXISTS (
    SELECT FROM relay_positions r JOIN changes c USING (kafka_partition)
    WHERE r.kafka_partition = $1 AND c.position >= r.next_position AND c.tenant_id = $2
  ) AS is_relayed`;

// What is kept of pruned tasks otherwise: the timeline and the attempts go by their months.
const HISTORY = ['timeline', 'callback_attempts'] as const;

/** Removes erased tasks of a tenant with all that is stored of them but the changes, which go by age. */
export async function pruneTenant(pool: Pool, options: PruneTenantOptions): Promise<PrunedOfTenant> {
  const { tenantId, projection, topic, limit } = options;
  const { rows } = await pool.query<PrunableTask>(CANDIDATES, [tenantId, limit]);
  const pruned = await pruneAll(pool, rows, {
    projection,
    topic,
    olderThanDays: null,
    isRelayed: IS_RELAYED,
    relayedFor: tenantId,
    async also(client, partition, taskIds) {
      for (const table of HISTORY) {
        await client.query(
          `DELETE FROM ${table} WHERE tenant_id = $1 AND task_id = ANY($2::text[]) AND kafka_partition = $3`,
          [tenantId, taskIds, partition],
        );
      }
    },
  });
  const { rows: left } = await pool.query<{ count: number }>(
    'SELECT count(*)::int8 AS count FROM tasks WHERE tenant_id = $1',
    [tenantId],
  );
  return { pruned, left: left[0]?.count ?? 0 };
}

const DEAD_LETTERS = `UPDATE dead_letters SET key = NULL, value = NULL, headers = NULL, pruned_at = now()
  WHERE tenant_id = $1 AND pruned_at IS NULL AND published_at IS NOT NULL`;

/**
 * Removes key, value and headers of a tenant's dead letters that are published; positions and codes stay, for a rebuild skips
 * them. @returns how many
 */
export async function pruneDeadLettersOfTenant(pool: Pool, tenantId: string): Promise<number> {
  return (await pool.query(DEAD_LETTERS, [tenantId])).rowCount ?? 0;
}
