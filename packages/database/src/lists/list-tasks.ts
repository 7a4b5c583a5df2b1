import type { Instant } from '@taskfold/contract';
import type { ExpandablePart, TaskView } from '@taskfold/fold';
import type { Pool } from 'pg';
import { type ShownRow, viewOfRow } from '../tasks/view-of-row.ts';
import { summaryColumns } from './summary-columns.ts';
import { filterConditions, type TaskFilters } from './task-filters.ts';

/** The place of a task in the order of creation. Neither part ever changes. */
export interface TaskPlace {
  readonly createdAt: Instant;
  readonly taskId: string;
}

export interface ListTasksOptions {
  readonly tenantId: string;
  readonly filters: TaskFilters;
  /** By creation, then by id. */
  readonly order: 'desc' | 'asc';
  /** The last task of the page before. */
  readonly after?: TaskPlace | undefined;
  readonly limit: number;
  /** Parts to be read; the others are null in the views. */
  readonly expand: ReadonlySet<ExpandablePart>;
}

export interface TaskPage {
  readonly tasks: readonly TaskView[];
  /** Whether others follow. */
  readonly hasMore: boolean;
}

/**
 * One page of a tenant's tasks. Pages go on behind a place that never moves, so tasks that change meanwhile are neither
 * repeated nor skipped, as far as they stay within the filters.
 *
 * @param pool of the planner's free choice (not `byKeyOnly`)
 */
export async function listTasks(pool: Pick<Pool, 'query'>, options: ListTasksOptions): Promise<TaskPage> {
  const { tenantId, filters, order, after, limit, expand } = options;
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    `tenant_id = ${bind(tenantId)}`,
    'created_at IS NOT NULL',
    ...filterConditions(filters, bind),
  ];
  if (after !== undefined) {
    const place = `(${bind(after.createdAt)}::timestamptz, ${bind(after.taskId)})`;
    conditions.push(`(created_at, task_id) ${order === 'desc' ? '<' : '>'} ${place}`);
  }
  // Without a name it is planned for these very values, which decide on the index to be read.
  const { rows } = await pool.query<ShownRow>(
    `SELECT ${summaryColumns(expand)} FROM tasks t WHERE ${conditions.join(' AND ')}
     ORDER BY created_at ${order}, task_id ${order} LIMIT ${bind(limit + 1)}`,
    values,
  );
  const views = rows.slice(0, limit).map(viewOfRow);
  return { tasks: views.filter((view) => view !== null), hasMore: rows.length > limit };
}
