import type { Task } from '../generated/openapi.ts';
import type { Transport } from '../http/transport.ts';
import type { WatchOptions } from './follow-options.ts';
import { followTask } from './follow-task.ts';

/**
 * The states of a task, their revisions strictly rising, until it has ended and its billing is settled, or a minute after its end.
 * States may be skipped, never the newest one. Nothing is asked for before it is read, and each reading begins anew.
 *
 * @example
 * ```ts
 * import { Taskfold } from '@taskfold/client';
 *
 * const taskfold = new Taskfold();
 * const states: string[] = [];
 * for await (const { status } of taskfold.tasks.watch('task_1')) states.push(status);
 *
 * states; // ['succeeded']
 * ```
 */
export class TaskWatch implements AsyncIterable<Task> {
  readonly #states: () => AsyncGenerator<Task, void, undefined>;

  constructor(transport: Transport, taskId: string, options: WatchOptions) {
    this.#states = () => followTask(transport, taskId, options, false);
  }

  /**
   * Tells a function of each state, one after another: the next one when the promise of the last one is kept.
   *
   * @returns the last state
   * @example
   * ```ts
   * import { Taskfold } from '@taskfold/client';
   *
   * const taskfold = new Taskfold();
   * const percents: unknown[] = [];
   * const last = await taskfold.tasks
   *   .watch('task_1')
   *   .onUpdate(({ progress }) => percents.push(progress?.percent));
   *
   * last?.status; // 'succeeded'
   * percents; // [100]
   * ```
   */
  async onUpdate(listener: (task: Task) => unknown): Promise<Task | undefined> {
    let last: Task | undefined;
    for await (const task of this) {
      last = task;
      await listener(task);
    }
    return last;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Task, void, undefined> {
    return this.#states();
  }
}
