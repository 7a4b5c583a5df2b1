import type { WatchOptions } from '../follow/follow-options.ts';
import { TaskWatch } from '../follow/task-watch.ts';
import { type TaskWaitOptions, waitForTask } from '../follow/wait-for-task.ts';
import type {
  LedgerEntry,
  LedgerEntryList,
  Task,
  TaskCountList,
  TaskEvent,
  TaskEventList,
  TaskList,
  TaskSummary,
  UsageRecord,
  UsageRecordList,
} from '../generated/openapi.ts';
import type { ApiPromise } from '../http/api-promise.ts';
import type { OperationBody, OperationQuery } from '../http/operation-types.ts';
import type { RequestOptions } from '../http/options.ts';
import { randomHex, type Transport } from '../http/transport.ts';
import { type PagedList, pagedList } from '../lists/paged-list.ts';

/** Reading one task. */
export interface GetTaskOptions extends RequestOptions {
  /** Seconds, at most 60, that the API holds its answer until the task has ended, or has what is wanted below. */
  readonly wait?: number | undefined;
  /** With `wait`: until the task has this revision. */
  readonly minRevision?: number | undefined;
  /** With `wait`: until everything up to this position of the log is folded, as `events.publish` answers it. */
  readonly minPosition?: string | undefined;
}

export interface CancelTaskOptions extends RequestOptions {
  /** Why the task should end. */
  readonly reason?: string | undefined;
  /** The same request, however often it is made within 24 hours; a new one where nothing is said. */
  readonly idempotencyKey?: string | undefined;
}

export type ListTasksQuery = OperationQuery<'listTasks'>;
export type BatchGetOptions = RequestOptions &
  Pick<NonNullable<Exclude<OperationBody<'batchGetTasks'>, string>>, 'expand'>;
type PageQuery = OperationQuery<'listTaskEvents'>;

/** Ids that are asked for at once. */
const MOST_IDS = 100;

/** What happened to tasks. */
export class Tasks {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * A task as it is now.
   *
   * @throws ApiError `task_not_found`
   * @example
   * ```ts
   * import { Taskfold } from '@taskfold/client';
   *
   * const taskfold = new Taskfold();
   * const { status, progress } = await taskfold.tasks.get('task_2');
   *
   * status; // 'running'
   * progress?.percent; // 42
   * ```
   */
  get(taskId: string, options: GetTaskOptions = {}): ApiPromise<Task> {
    const { wait, minRevision: min_revision, minPosition: min_position } = options;
    const headers = wait === undefined ? {} : { prefer: `wait=${wait}` };
    const parts = {
      path: { task_id: taskId },
      query: { min_revision, min_position },
      headers,
      holdSeconds: wait,
    };
    return this.#transport.call('getTask', parts, options);
  }

  /**
   * Tasks by creation, to which all filters apply, the newest first.
   *
   * @example
   * ```ts
   * import { Taskfold } from '@taskfold/client';
   *
   * const taskfold = new Taskfold();
   * const failed: string[] = [];
   * for await (const { task_id } of taskfold.tasks.list({ status: ['failed'], metadata: { order: '4711' } })) {
   *   failed.push(task_id);
   * }
   *
   * failed; // ['task_3']
   * ```
   */
  list(query: ListTasksQuery = {}, options: RequestOptions = {}): PagedList<TaskSummary, TaskList> {
    return pagedList(query, (asked) => this.#transport.call('listTasks', { query: asked }, options));
  }

  /**
   * How many tasks were created in each hour, by where they stand now; in the last 24 hours where no time is given.
   *
   * @example
   * ```ts
   * import { Taskfold } from '@taskfold/client';
   *
   * const { data } = await new Taskfold().tasks.counts();
   * data.filter(({ status }) => status === 'running').map(({ tasks }) => tasks); // [1]
   * ```
   */
  counts(query: OperationQuery<'countTasks'> = {}, options: RequestOptions = {}): ApiPromise<TaskCountList> {
    return this.#transport.call('countTasks', { query }, options);
  }

  /** Any number of tasks by their ids, in the order of these; those that do not exist are left out. */
  async batchGet(
    ids: readonly string[],
    { expand, ...options }: BatchGetOptions = {},
  ): Promise<TaskSummary[]> {
    const tasks: TaskSummary[] = [];
    for (let start = 0; start < ids.length; start += MOST_IDS) {
      const some = ids.slice(start, start + MOST_IDS);
      const body = { ids: some, ...(expand && { expand }) };
      const list = pagedList<TaskSummary, TaskList, typeof body & { readonly cursor?: string }>(
        body,
        (asked) => this.#transport.call('batchGetTasks', { body: asked, repeatable: true }, options),
      );
      tasks.push(...(await list.toArray()));
    }
    return tasks;
  }

  /**
   * Asks for a task to end. The answer shows the request as `cancel`; whether it was in time is seen in `cancel.outcome` later.
   *
   * @example
   * ```ts
   * import { Taskfold } from '@taskfold/client';
   *
   * const taskfold = new Taskfold();
   * const { cancel } = await taskfold.tasks.cancel('task_2', { reason: 'The customer closed the page.' });
   *
   * cancel?.outcome; // 'pending'
   * ```
   */
  cancel(taskId: string, options: CancelTaskOptions = {}): ApiPromise<Task> {
    const { reason, idempotencyKey = randomHex(16) } = options;
    const headers = { 'idempotency-key': idempotencyKey };
    const body = reason === undefined ? {} : { reason };
    return this.#transport.call(
      'cancelTask',
      { path: { task_id: taskId }, headers, body, repeatable: true },
      options,
    );
  }

  /** Removes the content of a task for ever; status, money and times stay. Wants the scope `admin`. */
  erase(taskId: string, options: RequestOptions = {}): ApiPromise<Task> {
    return this.#transport.call('eraseTask', { path: { task_id: taskId } }, options);
  }

  /** Every event of a task in the order of the log, and what became of it. */
  timeline(
    taskId: string,
    query: PageQuery = {},
    options: RequestOptions = {},
  ): PagedList<TaskEvent, TaskEventList> {
    const path = { task_id: taskId };
    return pagedList(query, (asked) =>
      this.#transport.call('listTaskEvents', { path, query: asked }, options),
    );
  }

  /** Every usage record of a task with all of its lines. */
  usageRecords(
    taskId: string,
    query: PageQuery = {},
    options: RequestOptions = {},
  ): PagedList<UsageRecord, UsageRecordList> {
    const path = { task_id: taskId };
    return pagedList(query, (asked) =>
      this.#transport.call('listTaskUsage', { path, query: asked }, options),
    );
  }

  /** Every charge and refund of a task. */
  ledger(
    taskId: string,
    query: PageQuery = {},
    options: RequestOptions = {},
  ): PagedList<LedgerEntry, LedgerEntryList> {
    const path = { task_id: taskId };
    return pagedList(query, (asked) =>
      this.#transport.call('listTaskLedger', { path, query: asked }, options),
    );
  }

  /**
   * Waits until a task has ended, whichever way: look at `status`. It is read from a stream, or asked for where streams do not pass.
   *
   * @throws WaitTimeoutError where the time is up
   * @example
   * ```ts
   * import { Taskfold } from '@taskfold/client';
   *
   * const taskfold = new Taskfold();
   * const { status, error } = await taskfold.tasks.wait('task_3', { timeout: 60_000 });
   *
   * status; // 'failed'
   * error?.code; // 'gpu_lost'
   * ```
   */
  wait(taskId: string, options: TaskWaitOptions = {}): Promise<Task> {
    return waitForTask(this.#transport, taskId, options);
  }

  /** The states of a task until nothing more is expected of it; see {@link TaskWatch}. */
  watch(taskId: string, options: WatchOptions = {}): TaskWatch {
    return new TaskWatch(this.#transport, taskId, options);
  }
}
