import type { TaskSummary } from '@taskfold/client';
import { RowList } from './row-list.ts';

/** Tasks that one answer holds at most: after as many, more follow. */
export const OF_A_PAGE = 100;

/** The rows of a list, the newest first, as far as they were fetched. */
export interface Rows {
  readonly tasks: RowList;
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

/**
 * Takes what a feed brought into the rows. One that is there already is replaced in its place, also where it passes the filters
 * no more, so that nothing vanishes under a reader's eyes; one that is new comes to its place where that was fetched.
 *
 * @param place of the first row that the reader sees
 */
export function applyUpdates(
  rows: Rows,
  updates: Iterable<TaskSummary>,
  passes: (task: TaskSummary) => boolean,
  place: number,
): Applied {
  const moved = new Set<string>();
  let above = 0;
  let { tasks } = rows;
  for (const task of newestOf(updates).values()) {
    const at = tasks.placeOf(task.task_id);
    const held = tasks.at(at);
    if (held !== undefined) {
      if (task.revision <= held.revision) continue;
      tasks = tasks.replaced(at, task);
    } else {
      if (!passes(task)) continue;
      const belongs = tasks.placeFor(task);
      // Beyond the last row it belongs to a page that will be fetched.
      if (belongs === tasks.length && rows.more) continue;
      tasks = tasks.inserted(belongs, task);
      if (belongs <= place + above) above += 1;
    }
    moved.add(task.task_id);
  }
  return moved.size === 0 ? { rows, above, moved } : { rows: { ...rows, tasks }, above, moved };
}

/** Of several states of a task the one with the highest revision. */
function newestOf(updates: Iterable<TaskSummary>): Map<string, TaskSummary> {
  const newest = new Map<string, TaskSummary>();
  for (const task of updates) {
    const held = newest.get(task.task_id);
    if (held === undefined || held.revision < task.revision) newest.set(task.task_id, task);
  }
  return newest;
}

/** Takes in the next page; what came by the feed meanwhile is not there twice. */
export function appendPage(rows: Rows, page: readonly TaskSummary[], more: boolean): Rows {
  const fresh = page.filter(({ task_id: id }) => rows.tasks.placeOf(id) < 0);
  return { tasks: rows.tasks.followedBy(fresh), more };
}

/**
 * Puts the first page, asked for again, in the place of the rows that it covers; older ones stay.
 *
 * @returns `renewed` where none stay, so that what follows is what follows the page
 */
export function renewPage(
  rows: Rows,
  page: readonly TaskSummary[],
  more: boolean,
): { readonly rows: Rows; readonly renewed: boolean } {
  const last = page.at(-1);
  const first = RowList.of(page);
  if (!more || last === undefined) return { rows: { tasks: first, more }, renewed: true };
  const older = rows.tasks.from(rows.tasks.placeFor(last));
  const apart = page.every(({ task_id: id }) => older.placeOf(id) < 0);
  const stay = apart ? older : RowList.of([...older].filter(({ task_id: id }) => first.placeOf(id) < 0));
  if (stay.length === 0) return { rows: { tasks: first, more }, renewed: true };
  return { rows: { tasks: first.before(stay), more: rows.more }, renewed: false };
}
