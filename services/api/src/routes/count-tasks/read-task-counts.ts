import type { Instant, TaskStatus } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';

export interface TaskCountsOptions {
  readonly tenantId: string;
  /** When the tasks were created: inclusive. */
  readonly from: Instant;
  /** Exclusive. */
  readonly before: Instant;
}

export interface TaskCount {
  /** Seconds since 1970 at which the hour begins. */
  readonly hour: number;
  readonly status: TaskStatus;
  readonly tasks: number;
}

const HOUR = `extract(epoch FROM date_trunc('hour', created_at, 'UTC'))::bigint`;

/**
 * How many of a tenant's visible tasks were created in each hour, by their statuses. Those that have ended are counted in the
 * index of their statuses alone; of the others, which are few, the rows are read.
 *
 * @param pool of the planner's free choice (not `byKeyOnly`)
 */
export async function readTaskCounts(pool: Queryable, options: TaskCountsOptions): Promise<TaskCount[]> {
  const { tenantId, from, before } = options;
  const within = 'tenant_id = $1 AND created_at IS NOT NULL AND created_at >= $2 AND created_at < $3';
  const { rows } = await pool.query<TaskCount>(
    `SELECT ${HOUR} AS hour, end_status AS status, count(*) AS tasks FROM tasks
     WHERE ${within} AND end_status IS NOT NULL AND end_status IN ('succeeded', 'failed', 'canceled') GROUP BY 1, 2
     UNION ALL
     SELECT ${HOUR}, status, count(*) FROM tasks WHERE ${within} AND completed_at IS NULL GROUP BY 1, 2
     ORDER BY 1, 2`,
    [tenantId, from, before],
  );
  return rows;
}
