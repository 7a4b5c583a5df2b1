import type { ExpandablePart, TaskFilters } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';
import { type ShownFacts, type VisibleTask, visible } from '@taskfold/fold';
import { boundedPage } from './bounded-page.ts';
import { bytesOfParts, summaryColumns } from './summary-columns.ts';
import { type Bind, filterConditions } from './task-filters.ts';

/** The place of a task in the order of creation. Neither part ever changes. */
export type TaskPlace = Pick<VisibleTask, 'created_at' | 'task_id'>;

export interface TaskPageOptions {
  readonly tenantId: string;
  readonly filters: TaskFilters;
  /** By creation, then by id. */
  readonly order: 'desc' | 'asc';
  /** The last task of the page before. */
  readonly after?: TaskPlace | undefined;
  readonly limit: number;
  /** Parts to be read; the others are null in the views. */
  readonly expand: ReadonlySet<ExpandablePart>;
  /** A page ends with the task that takes its parts beyond so many bytes. */
  readonly maxBytes: number;
}

export interface TaskPage {
  readonly tasks: readonly VisibleTask[];
  /** Whether others follow. */
  readonly hasMore: boolean;
}

/** A pair of metadata that many tasks have, or a time in which most have an entry, is found among so many of them sooner than by the index. */
const RECENT_TASKS = 500;

type PageRow = ShownFacts & { readonly found?: number };

/**
 * One page of a tenant's tasks. Pages go on behind a place that never moves, so tasks that change meanwhile are neither
 * repeated nor skipped, as far as they stay within the filters.
 *
 * @param pool of the planner's free choice (not `byKeyOnly`)
 */
export async function readTaskPage(pool: Queryable, options: TaskPageOptions): Promise<TaskPage> {
  const { filters, limit } = options;
  const byPairs = filters.metadata !== undefined && Object.keys(filters.metadata).length > 0;
  const byEntries = filters.entry_after !== undefined || filters.entry_before !== undefined;
  if (byPairs || byEntries) {
    const recent = await readPage(pool, options, amongRecent);
    if (recent.tasks.length === limit && recent.hasMore) return recent;
  }
  return await readPage(pool, options, byPairs ? byIndex : inOrder);
}

/** Which tasks a page is taken from, in SQL, and in which order. */
interface Asked {
  /** The tenant's visible tasks behind the place. */
  readonly base: string;
  readonly filters: string;
  readonly order: string;
  readonly limit: string;
  readonly tenant: string;
}

type Source = (asked: Asked) => string;

const inOrder: Source = ({ base, filters, order, limit }) =>
  `SELECT * FROM tasks WHERE ${base}${filters} ORDER BY ${order} LIMIT ${limit}`;

const amongRecent: Source = ({ base, filters, order, limit }) =>
  `SELECT * FROM (SELECT * FROM tasks WHERE ${base} ORDER BY ${order} LIMIT ${RECENT_TASKS}) AS recent
   WHERE true${filters} ORDER BY ${order} LIMIT ${limit}`;

// Without its order the planner cannot take the index of that order, and read all of the tenant's tasks for a pair that few have.
const byIndex: Source = ({ base, filters, order, limit, tenant }) =>
  `SELECT tasks.* FROM (
     WITH found AS MATERIALIZED (SELECT task_id, kafka_partition, created_at FROM tasks WHERE ${base}${filters})
     SELECT task_id, kafka_partition FROM found ORDER BY ${order} LIMIT ${limit}
   ) AS page JOIN tasks ON tasks.tenant_id = ${tenant} AND tasks.task_id = page.task_id
     AND tasks.kafka_partition = page.kafka_partition`;

async function readPage(pool: Queryable, options: TaskPageOptions, source: Source): Promise<TaskPage> {
  const { order, limit, expand, maxBytes } = options;
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const ordered = `created_at ${order}, task_id ${order}`;
  const tasks = `(${source(askedOf(options, ordered, bind))}) AS t`;
  const columns = summaryColumns(expand);
  const bytes = bytesOfParts(expand);
  // Without a name it is planned for these very values, which decide on the index to be read.
  const { rows } = await pool.query<PageRow>(
    bytes === null
      ? `SELECT ${columns} FROM ${tasks} ORDER BY ${ordered}`
      : boundedPage({ columns, bytes, tasks, order: ordered, maxBytes: bind(maxBytes) }),
    values,
  );
  const views = rows.slice(0, limit).map(visible);
  const found = rows[0]?.found ?? rows.length;
  return { tasks: views.filter((view) => view !== null), hasMore: found > views.length };
}

function askedOf(options: TaskPageOptions, ordered: string, bind: Bind): Asked {
  const { tenantId, filters, order, after, limit } = options;
  const tenant = bind(tenantId);
  const base = [`tenant_id = ${tenant}`, 'created_at IS NOT NULL'];
  if (after !== undefined) {
    const place = `(${bind(after.created_at)}::timestamptz, ${bind(after.task_id)})`;
    base.push(`(created_at, task_id) ${order === 'desc' ? '<' : '>'} ${place}`);
  }
  return {
    base: base.join(' AND '),
    filters: filterConditions(filters, tenant, bind)
      .map((condition) => ` AND ${condition}`)
      .join(''),
    order: ordered,
    limit: bind(limit + 1),
    tenant,
  };
}
