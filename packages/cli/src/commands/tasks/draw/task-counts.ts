import { type OPERATIONS, TASK_STATUSES, type TaskStatus } from '@taskfold/contract';
import type { ItemOf } from '../../../api/lists.ts';
import { grouped } from '../../../output/numbers.ts';
import type { View } from '../../../output/output.ts';
import { drawTable, type TableColumn } from '../../../output/table.ts';

type TaskCount = ItemOf<typeof OPERATIONS.countTasks>;

/** An hour, and how many of its tasks stand where. */
type Hour = readonly [hour: string, counts: ReadonlyMap<TaskStatus, number>];

/** A line for each hour that has tasks, in UTC. */
export function drawTaskCounts(counts: readonly TaskCount[], view: View): string {
  const hours = new Map<string, Map<TaskStatus, number>>();
  for (const { hour, status, tasks } of counts) {
    hours.set(hour, (hours.get(hour) ?? new Map<TaskStatus, number>()).set(status, tasks));
  }
  const columns: TableColumn<Hour>[] = [
    { name: 'hour', cell: ([hour]) => `${hour.slice(0, 10)} ${hour.slice(11, 16)}Z` },
    ...TASK_STATUSES.map(
      (status): TableColumn<Hour> => ({
        name: status,
        cell: ([, of]) => (of.has(status) ? grouped(of.get(status) ?? 0) : ''),
        right: true,
      }),
    ),
  ];
  return drawTable(columns, [...hours], view);
}
