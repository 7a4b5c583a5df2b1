import { randomUUID } from 'node:crypto';
import { inTransaction, type Pool, type PoolClient, type ProjectionOf } from '@taskfold/database';

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

interface Candidate {
  readonly tenant_id: string;
  readonly task_id: string;
  readonly kafka_partition: number;
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

const LOCK = `SELECT FROM checkpoints WHERE projection = $1 AND topic = $2 AND kafka_partition = $3 FOR UPDATE`;

// A change that the relay has not sent would come to nothing without its task.
const IS_RELAYED = `SELECT NOT EXISTS (
    SELECT FROM relay_positions r JOIN changes c USING (kafka_partition)
    WHERE r.kafka_partition = $1 AND c.position >= r.next_position AND c.written_at < now() - make_interval(days => $2)
  ) AS is_relayed`;

const PRUNE = `
  WITH keys AS MATERIALIZED (
    SELECT *, $4::int AS kafka_partition FROM unnest($1::text[], $2::text[]) AS k(tenant_id, task_id)
  ), gone AS (
    DELETE FROM tasks t USING keys k WHERE t.tenant_id = k.tenant_id AND t.task_id = k.task_id
      AND t.kafka_partition = k.kafka_partition AND t.updated_at < now() - make_interval(days => $3)
    RETURNING t.tenant_id, t.task_id, t.kafka_partition, t.revision
  ), usage AS (
    DELETE FROM usage_records u USING gone g WHERE u.tenant_id = g.tenant_id AND u.task_id = g.task_id
      AND u.kafka_partition = g.kafka_partition
  ), ledger AS (
    DELETE FROM ledger_entries l USING gone g WHERE l.tenant_id = g.tenant_id AND l.task_id = g.task_id
      AND l.kafka_partition = g.kafka_partition
  ), told AS (
    DELETE FROM deliveries d USING gone g WHERE d.tenant_id = g.tenant_id AND d.task_id = g.task_id
      AND d.kafka_partition = g.kafka_partition
  )
  INSERT INTO pruned_tasks (tenant_id, task_id, kafka_partition, revision)
  SELECT tenant_id, task_id, kafka_partition, revision FROM gone`;

const DROP_CACHES = `UPDATE checkpoints SET writer = $4 WHERE projection = $1 AND topic = $2 AND kafka_partition = $3`;

/**
 * Removes tasks that ended long ago, and leaves a row of `pruned_tasks` of each: later events of it are ignored, and a rebuild leaves it
 * out. A transaction for each partition, which holds its checkpoint, so that nobody folds what is being removed.
 */
export async function pruneTasks(pool: Pool, options: PruneTasksOptions): Promise<PrunedTasks> {
  const { olderThanDays, limit } = options;
  const { rows } = await pool.query<Candidate>(CANDIDATES, [olderThanDays, limit]);
  let pruned = 0;
  for (const [partition, tasks] of Map.groupBy(rows, (row) => row.kafka_partition)) {
    const result = await inTransaction(pool, (client) => prunePartition(client, partition, tasks, options));
    pruned += result.count;
  }
  return { pruned, more: pruned > 0 && rows.length === limit };
}

async function prunePartition(
  client: PoolClient,
  partition: number,
  tasks: readonly Candidate[],
  { projection, topic, olderThanDays }: PruneTasksOptions,
): Promise<{ readonly kind: string; readonly count: number }> {
  const key = [projection, topic, partition];
  await client.query(LOCK, key);
  const { rows } = await client.query<{ is_relayed: boolean }>(IS_RELAYED, [partition, olderThanDays]);
  if (rows[0]?.is_relayed !== true) return { kind: 'waiting', count: 0 };
  const ids = [tasks.map(({ tenant_id }) => tenant_id), tasks.map(({ task_id }) => task_id)];
  const { rowCount } = await client.query(PRUNE, [...ids, olderThanDays, partition]);
  if (rowCount === 0) return { kind: 'nothing', count: 0 };
  await client.query(DROP_CACHES, [...key, randomUUID()]);
  return { kind: 'applied', count: rowCount ?? 0 };
}
