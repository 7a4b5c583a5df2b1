import { randomUUID } from 'node:crypto';
import { inTransaction, type Pool, type PoolClient, type ProjectionOf } from '@taskfold/database';

export interface PrunableTask {
  readonly tenant_id: string;
  readonly task_id: string;
  readonly kafka_partition: number;
}

export interface PruneOptions extends ProjectionOf {
  /** Days since the last event that changed a task; null where that does not matter. */
  readonly olderThanDays: number | null;
  /** Says of a partition, the first parameter, whether all that counts is published: `is_relayed`. */
  readonly isRelayed: string;
  /** The second parameter of `isRelayed`. */
  readonly relayedFor: number | string;
  /** What else goes with the tasks of a partition, in the same transaction. */
  readonly also?: (client: PoolClient, partition: number, taskIds: readonly string[]) => Promise<void>;
}

/** No callback is under way, of the task `t`. */
export const NOBODY_IS_TOLD = `NOT EXISTS (SELECT FROM deliveries d WHERE d.tenant_id = t.tenant_id AND d.task_id = t.task_id
  AND d.kafka_partition = t.kafka_partition AND d.state IN ('ready', 'leased', 'waiting'))`;

const LOCK = `SELECT FROM checkpoints WHERE projection = $1 AND topic = $2 AND kafka_partition = $3 FOR UPDATE`;

const PRUNE = `
  WITH keys AS MATERIALIZED (
    SELECT *, $4::int AS kafka_partition FROM unnest($1::text[], $2::text[]) AS k(tenant_id, task_id)
  ), gone AS (
    DELETE FROM tasks t USING keys k WHERE t.tenant_id = k.tenant_id AND t.task_id = k.task_id
      AND t.kafka_partition = k.kafka_partition AND ($3::int IS NULL OR t.updated_at < now() - make_interval(days => $3))
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
 * Removes tasks, and leaves a row of `pruned_tasks` of each: later events of it are ignored, and a rebuild leaves it out. A transaction
 * for each partition, which holds its checkpoint, so that nobody folds what is being removed.
 *
 * @returns how many; none of a partition that the relay has not published
 */
export async function pruneAll(
  pool: Pool,
  tasks: readonly PrunableTask[],
  options: PruneOptions,
): Promise<number> {
  let pruned = 0;
  for (const [partition, some] of Map.groupBy(tasks, (task) => task.kafka_partition)) {
    const { count } = await inTransaction(pool, (client) => prunePartition(client, partition, some, options));
    pruned += count;
  }
  return pruned;
}

async function prunePartition(
  client: PoolClient,
  partition: number,
  tasks: readonly PrunableTask[],
  { projection, topic, olderThanDays, isRelayed, relayedFor, also }: PruneOptions,
): Promise<{ readonly kind: string; readonly count: number }> {
  const key = [projection, topic, partition];
  await client.query(LOCK, key);
  const { rows } = await client.query<{ is_relayed: boolean }>(isRelayed, [partition, relayedFor]);
  if (rows[0]?.is_relayed !== true) return { kind: 'waiting', count: 0 };
  const taskIds = tasks.map(({ task_id }) => task_id);
  const ids = [tasks.map(({ tenant_id }) => tenant_id), taskIds];
  const { rowCount } = await client.query(PRUNE, [...ids, olderThanDays, partition]);
  if (rowCount === 0) return { kind: 'nothing', count: 0 };
  await client.query(DROP_CACHES, [...key, randomUUID()]);
  await also?.(client, partition, taskIds);
  return { kind: 'applied', count: rowCount ?? 0 };
}
