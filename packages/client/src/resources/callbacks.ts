import type { CallbackAttempt, CallbackAttemptList, CallbackRedelivery } from '../generated/openapi.ts';
import type { ApiPromise } from '../http/api-promise.ts';
import type { OperationQuery } from '../http/operation-types.ts';
import type { RequestOptions } from '../http/options.ts';
import type { Transport } from '../http/transport.ts';
import { type PagedList, pagedList } from '../lists/paged-list.ts';

/** Whether the callers of tasks were told. */
export class Callbacks {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Every attempt to tell the caller of a task, oldest first. */
  attempts(
    taskId: string,
    query: OperationQuery<'listCallbackAttempts'> = {},
    options: RequestOptions = {},
  ): PagedList<CallbackAttempt, CallbackAttemptList> {
    const path = { task_id: taskId };
    return pagedList(query, (asked) =>
      this.#transport.call('listCallbackAttempts', { path, query: asked }, options),
    );
  }

  /**
   * Tells of the end of a task once more, now, with the same `webhook-id`. It is not repeated where its answer is lost.
   *
   * @throws ApiError `callback_not_configured`
   */
  redeliver(taskId: string, options: RequestOptions = {}): ApiPromise<CallbackRedelivery> {
    return this.#transport.call('redeliverCallback', { path: { task_id: taskId } }, options);
  }
}
