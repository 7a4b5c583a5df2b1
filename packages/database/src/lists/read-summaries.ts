import type { ExpandablePart, TaskView } from '@taskfold/fold';
import type { Pool } from 'pg';
import { type ShownRow, viewOfRow } from '../tasks/view-of-row.ts';
import { summaryColumns } from './summary-columns.ts';

export interface ReadSummariesOptions {
  readonly tenantId: string;
  readonly taskIds: readonly string[];
  readonly expand: ReadonlySet<ExpandablePart>;
}

/**
 * Tasks of a tenant by their ids, as they are now.
 *
 * @returns by id; those that the tenant does not have, or whose creation has not come, are absent
 */
export async function readSummaries(
  pool: Pick<Pool, 'query'>,
  { tenantId, taskIds, expand }: ReadSummariesOptions,
): Promise<ReadonlyMap<string, TaskView>> {
  if (taskIds.length === 0) return new Map();
  const { rows } = await pool.query<ShownRow>({
    name: `read_summaries_${[...expand].sort().join('_')}`,
    text: `SELECT ${summaryColumns(expand)} FROM unnest($2::text[]) AS k (task_id)
      JOIN tasks t ON t.tenant_id = $1 AND t.task_id = k.task_id`,
    values: [tenantId, [...new Set(taskIds)]],
  });
  const views = rows.map(viewOfRow).filter((view) => view !== null);
  return new Map(views.map((view) => [view.taskId, view]));
}
