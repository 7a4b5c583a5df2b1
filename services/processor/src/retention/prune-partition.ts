import { randomUUID } from 'node:crypto';
import type { PoolClient, ProjectionOf } from '@taskfold/database';

export interface PrunableTask {
  readonly tenant_id: string;
  readonly task_id: string;
  readonly kafka_partition: number;
}

export interface PrunePartitionOptions extends ProjectionOf {
  readonly partition: number;
  /** All of that partition. */
  readonly tasks: readonly PrunableTask[];
  /** Days since the last event that changed a task; null where that does not matter. */
  readonly olderThanDays: number | null;
  /** Asked when nobody folds the partition any more. */
  readonly mayPrune: () => Promise<boolean>;
}

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
 * Removes tasks of a partition, and leaves a row of `pruned_tasks` of each: later events of it are ignored, and a rebuild leaves it
 * out. Within the transaction of `client`, which holds the checkpoint from here on, so that nobody folds what is being removed.
 */
export async function prunePartition(
  client: PoolClient,
  { projection, topic, partition, tasks, olderThanDays, mayPrune }: PrunePartitionOptions,
): Promise<{ readonly kind: string; readonly count: number }> {
  const key = [projection, topic, partition];
  await client.query(LOCK, key);
  if (!(await mayPrune())) return { kind: 'waiting', count: 0 };
  const ids = [tasks.map(({ tenant_id }) => tenant_id), tasks.map(({ task_id }) => task_id)];
  const { rowCount } = await client.query(PRUNE, [...ids, olderThanDays, partition]);
  if (rowCount === 0) return { kind: 'nothing', count: 0 };
  await client.query(DROP_CACHES, [...key, randomUUID()]);
  return { kind: 'applied', count: rowCount ?? 0 };
}
