import type { TaskSummary } from '@taskfold/client';

/** What changed while the list is held still: of each task its newest state, and how many of them will show. */
export class WaitingTasks {
  readonly #newest = new Map<string, { readonly task: TaskSummary; readonly shows: boolean }>();
  #showing = 0;

  /** Tasks that will show when the list is let go. */
  get showing(): number {
    return this.#showing;
  }

  /** Tasks that are kept, also those that will not show. */
  get size(): number {
    return this.#newest.size;
  }

  /** @param shows whether a task will show, in the state that it has now */
  add(updates: readonly TaskSummary[], shows: (task: TaskSummary) => boolean): void {
    for (const task of updates) {
      const held = this.#newest.get(task.task_id);
      if (held !== undefined && held.task.revision >= task.revision) continue;
      const entry = { task, shows: shows(task) };
      this.#newest.set(task.task_id, entry);
      this.#showing += Number(entry.shows) - Number(held?.shows ?? false);
    }
  }

  /** All of them; none is left. */
  take(): readonly TaskSummary[] {
    const tasks = [...this.#newest.values()].map(({ task }) => task);
    this.clear();
    return tasks;
  }

  clear(): void {
    this.#newest.clear();
    this.#showing = 0;
  }
}
