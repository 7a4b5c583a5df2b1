import type { TaskSummary } from '../generated/openapi.ts';
import type { OperationQuery } from '../http/operation-types.ts';
import type { Transport } from '../http/transport.ts';
import { pause } from '../waiting/limit.ts';
import type { FollowOptions } from './follow-options.ts';
import { createPatience } from './patience.ts';

type FeedQuery = OperationQuery<'listTaskUpdates'>;

/** From where on to follow all tasks, and what of them. */
export interface UpdatesOptions extends FollowOptions {
  /** Goes on where this one points to: the `cursor` of the last change that was taken care of. */
  readonly cursor?: string | undefined;
  /** Where to begin without a cursor: with all that is kept, or with what changes from now on; `oldest` by default. */
  readonly from?: 'oldest' | 'now' | undefined;
  /** Further parts of each task. */
  readonly expand?: FeedQuery['expand'];
  /** Changes for each answer, 1 to 100; 100 by default. */
  readonly limit?: number | undefined;
}

/** The newest state of a task that changed. */
export interface TaskChange {
  readonly task: TaskSummary;
  /** Keep it together with what was done with the task. Whoever goes on there misses nothing, and may see some changes again. */
  readonly cursor: string;
}

/** Changes that came together. */
export interface UpdatesPage {
  readonly tasks: readonly TaskSummary[];
  /** Where the next ones begin. */
  readonly cursor: string;
}

const HELD_SECONDS = 25;
const ANSWER_WITHIN_MS = 15_000;
const LEAST_BETWEEN_MS = 1_000;

/**
 * The changes of all tasks of the tenant, without end; none is skipped, those of a task come in their order. What breaks is made
 * anew and goes on.
 *
 * @example
 * ```ts
 * import { Taskfold } from '@taskfold/client';
 *
 * const taskfold = new Taskfold();
 * // In earnest, kept together with what was done with the task.
 * let saved: string | undefined;
 * const seen: string[] = [];
 * for await (const { task, cursor } of taskfold.updates({ cursor: saved })) {
 *   seen.push(task.task_id);
 *   saved = cursor;
 *   if (task.task_id === 'task_3') break;
 * }
 *
 * seen; // ['task_1', 'task_2', 'task_3']
 * ```
 */
export class TaskUpdates implements AsyncIterable<TaskChange> {
  readonly #transport: Transport;
  readonly #options: UpdatesOptions;

  constructor(transport: Transport, options: UpdatesOptions) {
    this.#transport = transport;
    this.#options = options;
  }

  /**
   * The changes as they came together, for whoever stores many at once. A page may be empty: its cursor is newer all the same.
   *
   * @throws ApiError `cursor_expired` where the changes behind the cursor are no longer kept: begin anew, with `from: 'oldest'`
   */
  async *pages(): AsyncGenerator<UpdatesPage, void, undefined> {
    const { signal, from = 'oldest', expand, limit = 100 } = this.#options;
    const patience = createPatience(this.#transport, this.#options);
    let { cursor } = this.#options;
    for (;;) {
      // Whoever begins gets a cursor at once, and of what was there before, one change with a cursor behind it.
      const query: FeedQuery =
        cursor === undefined
          ? { from, expand, limit: from === 'oldest' ? 1 : limit }
          : { cursor, wait: HELD_SECONDS, expand, limit };
      const began = performance.now();
      try {
        const options = { signal, maxRetries: 0, timeout: ANSWER_WITHIN_MS };
        const page = await this.#transport.call(
          'listTaskUpdates',
          { query, holdSeconds: query.wait },
          options,
        );
        patience.succeeded();
        const isHeld = cursor !== undefined;
        cursor = page.next_cursor;
        yield { tasks: page.data, cursor };
        // A proxy may answer by itself, without holding the request.
        if (isHeld && page.data.length === 0)
          await pause(LEAST_BETWEEN_MS - (performance.now() - began), signal);
      } catch (error) {
        await patience.failed(error);
      }
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TaskChange, void, undefined> {
    let before = this.#options.cursor ?? '';
    for await (const { tasks, cursor } of this.pages()) {
      const last = tasks.length - 1;
      for (const [index, task] of tasks.entries()) yield { task, cursor: index === last ? cursor : before };
      before = cursor;
    }
  }
}
