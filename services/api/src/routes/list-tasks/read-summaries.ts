import type { ExpandablePart } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';
import { type ShownFacts, type VisibleTask, visible } from '@taskfold/fold';
import { boundedPage } from './bounded-page.ts';
import { bytesOfParts, summaryColumns } from './summary-columns.ts';

export interface ReadSummariesOptions {
  readonly tenantId: string;
  /** Each of them once. */
  readonly taskIds: readonly string[];
  readonly expand: ReadonlySet<ExpandablePart>;
  /** What is read ends with the task that takes its parts beyond so many bytes. */
  readonly maxBytes: number;
}

export interface Summaries {
  /** By id; those that the tenant does not have, or whose creation has not come, are absent. */
  readonly views: ReadonlyMap<string, VisibleTask>;
  /** How many of the ids, from the first, were looked at: at least one, all where the bytes allow it. */
  readonly looked: number;
}

interface Row extends ShownFacts {
  /** Of its id, from 1. */
  readonly ordinal: number;
  readonly found: number;
}

/** Tasks of a tenant by their ids, as they are now. */
export async function readSummaries(
  pool: Queryable,
  { tenantId, taskIds, expand, maxBytes }: ReadSummariesOptions,
): Promise<Summaries> {
  if (taskIds.length === 0) return { views: new Map(), looked: 0 };
  const { rows } = await pool.query<Row>({
    name: `read_summaries_${[...expand].sort().join('_')}`,
    text: boundedPage({
      columns: `${summaryColumns(expand)}, t.ordinal`,
      bytes: bytesOfParts(expand) ?? '0',
      tasks: `(SELECT tasks.*, k.ordinal FROM unnest($2::text[]) WITH ORDINALITY AS k (task_id, ordinal)
        JOIN tasks ON tasks.tenant_id = $1 AND tasks.task_id = k.task_id) AS t`,
      order: 'ordinal',
      maxBytes: '$3',
    }),
    values: [tenantId, taskIds, maxBytes],
  });
  const views = rows.map(visible).filter((view) => view !== null);
  const last = rows.at(-1);
  return {
    views: new Map(views.map((view) => [view.task_id, view])),
    looked: last === undefined || rows.length === last.found ? taskIds.length : last.ordinal,
  };
}
