import type { TaskSummary } from '@taskfold/client';

/** The rows of a list, the newest first, as far as they were fetched. */
export interface Rows {
  readonly tasks: readonly TaskSummary[];
  /** Whether older ones follow. */
  readonly more: boolean;
}

export interface Applied {
  readonly rows: Rows;
  /** Rows that came in above this one, by which a reader's place moves down. */
  readonly above: number;
  /** Ids of what is new or changed. */
  readonly moved: ReadonlySet<string>;
}

/** The newest first; of one instant by id, so that the order is always the same. */
function isNewer(a: TaskSummary, b: TaskSummary): boolean {
  return a.created_at === b.created_at ? a.task_id > b.task_id : a.created_at > b.created_at;
}

/**
 * Takes what a feed brought into the rows. One that is there already is replaced in its place, also where it passes the filters
 * no more, so that nothing vanishes under a reader's eyes; one that is new comes to its place where that was fetched.
 *
 * @param place of the first row that the reader sees
 */
export function applyUpdates(
  rows: Rows,
  updates: readonly TaskSummary[],
  passes: (task: TaskSummary) => boolean,
  place: number,
): Applied {
  const newest = newestOf(updates);
  const moved = new Set<string>();
  const tasks = rows.tasks.map((task) => {
    const update = newest.get(task.task_id);
    if (update === undefined) return task;
    newest.delete(task.task_id);
    if (update.revision <= task.revision) return task;
    moved.add(task.task_id);
    return update;
  });
  let above = 0;
  for (const task of newest.values()) {
    if (!passes(task)) continue;
    const found = tasks.findIndex((each) => isNewer(task, each));
    const at = found < 0 ? tasks.length : found;
    // Beyond the last row it belongs to a page that will be fetched.
    if (at === tasks.length && rows.more) continue;
    tasks.splice(at, 0, task);
    moved.add(task.task_id);
    if (at <= place + above) above += 1;
  }
  return moved.size === 0 ? { rows, above, moved } : { rows: { ...rows, tasks }, above, moved };
}

/** Of several states of a task the one with the highest revision. */
export function newestOf(updates: readonly TaskSummary[]): Map<string, TaskSummary> {
  const newest = new Map<string, TaskSummary>();
  for (const task of updates) {
    const held = newest.get(task.task_id);
    if (held === undefined || held.revision < task.revision) newest.set(task.task_id, task);
  }
  return newest;
}

/** Takes in the next page; what came by the feed meanwhile is not there twice. */
export function appendPage(rows: Rows, page: readonly TaskSummary[], more: boolean): Rows {
  const known = new Set(rows.tasks.map(({ task_id: id }) => id));
  return { tasks: [...rows.tasks, ...page.filter(({ task_id: id }) => !known.has(id))], more };
}
