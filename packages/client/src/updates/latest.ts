import type { TaskUpdate } from './decode-update.ts';

export interface LatestOptions {
  /**
   * The most tasks that are held; without it all of them are. Beyond it the task goes whose update came longest ago: a repeat of an
   * older update of it would be taken for news.
   */
  readonly maxTasks?: number;
}

/** The newest state of each task. */
export interface Latest extends Iterable<TaskUpdate> {
  /** Takes an update. @returns whether it was news, and is held now */
  apply(update: TaskUpdate): boolean;
  /** @returns the newest update of a task; nothing where none is held, or the newest one has removed it */
  get(tenant: string, taskId: string): Extract<TaskUpdate, { readonly removed: false }> | undefined;
  /** How many tasks are held, those that were removed among them. */
  readonly size: number;
}

/**
 * Holds the newest state of each task, in whatever order and however often updates come: of a task the highest revision stands, and
 * a task that was removed stays so. What is held is the same for every order and repetition of the same updates.
 *
 * @example
 * ```ts
 * import { decodeUpdate, latest } from '@taskfold/client/updates';
 *
 * const tasks = latest({ maxTasks: 100_000 });
 * const update = decodeUpdate({ key: 'acme/task_1', value: null });
 * tasks.apply(update); // true
 * tasks.apply(update); // false
 * ```
 */
export function latest({ maxTasks = Number.POSITIVE_INFINITY }: LatestOptions = {}): Latest {
  const held = new Map<string, TaskUpdate>();
  return {
    apply(update) {
      const before = held.get(update.key);
      if (before !== undefined && !isNewer(update, before)) return false;
      // To the end, so that the first one is that whose update came longest ago.
      held.delete(update.key);
      held.set(update.key, update);
      const [oldest] = held.keys();
      if (held.size > maxTasks && oldest !== undefined) held.delete(oldest);
      return true;
    },
    get(tenant, taskId) {
      const update = held.get(`${tenant}/${taskId}`);
      return update === undefined || update.removed ? undefined : update;
    },
    get size() {
      return held.size;
    },
    [Symbol.iterator]: () => held.values(),
  };
}

function isNewer(update: TaskUpdate, before: TaskUpdate): boolean {
  if (before.removed) return false;
  return update.removed || update.revision > before.revision;
}
