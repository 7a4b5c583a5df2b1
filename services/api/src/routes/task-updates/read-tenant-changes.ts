import type { Instant } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';

/** Part of a partition's changes: positions from `from` (inclusive) to `to` (exclusive). */
export interface ChangeWindow {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

export interface TenantChange {
  readonly partition: number;
  readonly position: number;
  readonly taskId: string;
  readonly revision: number;
  readonly writtenAt: Instant;
}

export type TenantChanges =
  | {
      readonly kind: 'changes';
      /** In order within each partition; at most `limit` of each. */
      readonly changes: readonly TenantChange[];
    }
  /** The first change of one of the windows is no longer kept. */
  | { readonly kind: 'pruned' };

interface Row {
  readonly kafka_partition: number;
  readonly position: number | null;
  readonly task_id: string;
  readonly revision: number;
  readonly written_at: Instant;
  readonly is_kept: boolean;
}

// What is no longer kept is older than all that is. Positions have a gap where a database that was failed over had lost commits,
// so the first row of a window may never have been.
const SELECT = `
  SELECT w.kafka_partition, k.is_kept, c.* FROM
    unnest($2::int[], $3::bigint[], $4::bigint[]) AS w (kafka_partition, from_position, to_position)
  CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM changes
      WHERE kafka_partition = w.kafka_partition AND position <= w.from_position) AS is_kept
  ) AS k
  LEFT JOIN LATERAL (
    SELECT position, task_id, revision, written_at FROM changes
    WHERE kafka_partition = w.kafka_partition AND position >= w.from_position AND position < w.to_position
      AND tenant_id = $1
    ORDER BY position LIMIT $5
  ) AS c ON true`;

/**
 * A tenant's changes within windows, each of which holds at least one position that was written. What other tenants have
 * between is passed over, so the size of a window bounds the work.
 */
export async function readTenantChanges(
  pool: Queryable,
  tenantId: string,
  windows: readonly ChangeWindow[],
  limit: number,
): Promise<TenantChanges> {
  if (windows.length === 0) return { kind: 'changes', changes: [] };
  const { rows } = await pool.query<Row>({
    name: 'read_tenant_changes',
    text: SELECT,
    values: [
      tenantId,
      windows.map(({ partition }) => partition),
      windows.map(({ from }) => from),
      windows.map(({ to }) => to),
      limit,
    ],
  });
  if (rows.some((row) => !row.is_kept)) return { kind: 'pruned' };
  const changes = rows.flatMap(({ kafka_partition: partition, position, task_id, revision, written_at }) =>
    position === null ? [] : [{ partition, position, taskId: task_id, revision, writtenAt: written_at }],
  );
  changes.sort((left, right) => left.partition - right.partition || left.position - right.position);
  return { kind: 'changes', changes };
}
