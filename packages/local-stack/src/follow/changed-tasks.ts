import { createPool } from '@taskfold/database';

export interface TaskKey {
  readonly tenantId: string;
  readonly taskId: string;
}

export interface ChangedTasks {
  /** The tasks that have changed since the last call, each once, at most a few hundred. */
  next(): Promise<readonly TaskKey[]>;
  /** The task of the tenant that changed last, whenever that was. */
  newestOf(tenantId: string): Promise<string | undefined>;
  close(): Promise<void>;
}

const LIMIT = 500;
const NEWEST = 'SELECT task_id FROM tasks WHERE tenant_id = $1 ORDER BY created_at DESC NULLS LAST LIMIT 1';
const POSITIONS = 'SELECT kafka_partition, next_position FROM checkpoints';
const CHANGES = `
  SELECT change.kafka_partition, change.position, change.tenant_id, change.task_id
  FROM unnest($1::int[], $2::bigint[]) AS seen (kafka_partition, position)
  CROSS JOIN LATERAL (
    SELECT * FROM changes
    WHERE kafka_partition = seen.kafka_partition AND position >= seen.position ORDER BY position LIMIT ${LIMIT}
  ) AS change`;

/** Which tasks change from now on: the processor's own record of it, read by position. */
export async function openChangedTasks(databaseUrl: string): Promise<ChangedTasks> {
  const pool = createPool({ url: databaseUrl, max: 1, applicationName: 'taskfold-local-stack-follow' });
  /** The next position to read, by partition. */
  const next = new Map<number, number>();

  /** Partitions that are new are followed from where they are now at the first call, from the beginning after it. */
  async function notePartitions(first: boolean): Promise<void> {
    const { rows } = await pool.query<{ kafka_partition: number; next_position: number }>(POSITIONS);
    for (const row of rows) {
      if (!next.has(row.kafka_partition)) next.set(row.kafka_partition, first ? row.next_position : 0);
    }
  }

  await notePartitions(true);
  return {
    async next() {
      if (next.size === 0) await notePartitions(false);
      const { rows } = await pool.query<{
        kafka_partition: number;
        position: number;
        tenant_id: string;
        task_id: string;
      }>(CHANGES, [[...next.keys()], [...next.values()]]);
      const tasks = new Map<string, TaskKey>();
      for (const row of rows) {
        next.set(row.kafka_partition, Math.max(next.get(row.kafka_partition) ?? 0, row.position + 1));
        tasks.set(`${row.tenant_id}/${row.task_id}`, { tenantId: row.tenant_id, taskId: row.task_id });
      }
      return [...tasks.values()];
    },
    async newestOf(tenantId) {
      const { rows } = await pool.query<{ task_id: string }>(NEWEST, [tenantId]);
      return rows[0]?.task_id;
    },
    close: () => pool.end(),
  };
}
