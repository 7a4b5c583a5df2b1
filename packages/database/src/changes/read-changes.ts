import type { Instant } from '@taskfold/contract';
import type { ChangeEntry } from '../chunk/entries.ts';
import type { Queryable } from '../pools/create-pool.ts';

/** A change with the time of the transaction that wrote it. */
export interface WrittenChange extends ChangeEntry {
  readonly writtenAt: Instant;
}

interface Row {
  readonly kafka_partition: number;
  readonly position: number;
  readonly tenant_id: string;
  readonly task_id: string;
  readonly revision: number;
  readonly written_at: Instant;
  readonly traceparent: string | null;
}

const SELECT = `
  SELECT c.* FROM unnest($1::int[], $2::bigint[]) AS p (kafka_partition, position)
  CROSS JOIN LATERAL (
    SELECT kafka_partition, position, tenant_id, task_id, revision, written_at, traceparent FROM changes
    WHERE kafka_partition = p.kafka_partition AND position >= p.position ORDER BY position LIMIT $3
  ) AS c`;

/**
 * The next changes of partitions.
 *
 * @param from by partition, the first position to be read
 * @param limit of each partition
 * @returns in order within each partition. Positions begin above `from` where older ones were pruned
 */
export async function readChanges(
  pool: Queryable,
  from: ReadonlyMap<number, number>,
  limit: number,
): Promise<WrittenChange[]> {
  const { rows } = await pool.query<Row>({
    name: 'read_changes',
    text: SELECT,
    values: [[...from.keys()], [...from.values()], limit],
  });
  return rows.map((row) => ({
    partition: row.kafka_partition,
    position: row.position,
    tenantId: row.tenant_id,
    taskId: row.task_id,
    revision: row.revision,
    writtenAt: row.written_at,
    traceparent: row.traceparent,
  }));
}
