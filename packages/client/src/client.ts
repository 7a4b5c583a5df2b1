import { TaskUpdates, type UpdatesOptions } from './follow/task-updates.ts';
import type { Me, UsageList } from './generated/openapi.ts';
import type { ApiPromise } from './http/api-promise.ts';
import type { OperationAnswer, OperationId, OperationQuery } from './http/operation-types.ts';
import type { ClientOptions, RequestOptions } from './http/options.ts';
import { settingsOf } from './http/settings.ts';
import { createTransport, type RequestParts, type Transport } from './http/transport.ts';
import { ApiKeys, CallbackSecrets, ReadTokens } from './resources/administration.ts';
import { Callbacks } from './resources/callbacks.ts';
import { PostedEvents } from './resources/posted-events.ts';
import { Tasks } from './resources/tasks.ts';

/**
 * Asks a Taskfold API.
 *
 * @example
 * ```ts
 * import { Taskfold } from '@taskfold/client';
 *
 * // Its key and its address are TASKFOLD_API_KEY and TASKFOLD_API_URL, where they are not given.
 * const taskfold = new Taskfold();
 * const { status, output } = await taskfold.tasks.wait('task_1');
 *
 * status; // 'succeeded'
 * output; // { url: 'https://cdn.example.com/8e.png' }
 * ```
 */
export class Taskfold {
  readonly tasks: Tasks;
  readonly events: PostedEvents;
  readonly callbacks: Callbacks;
  readonly keys: ApiKeys;
  readonly secrets: CallbackSecrets;
  readonly tokens: ReadTokens;
  readonly #transport: Transport;

  /** @throws TaskfoldError where no key or no address is given, nor in the environment */
  constructor(options: ClientOptions = {}) {
    const transport = createTransport(settingsOf(options));
    this.#transport = transport;
    this.tasks = new Tasks(transport);
    this.events = new PostedEvents(transport);
    this.callbacks = new Callbacks(transport);
    this.keys = new ApiKeys(transport);
    this.secrets = new CallbackSecrets(transport);
    this.tokens = new ReadTokens(transport);
  }

  /**
   * Sums of meters, charges and refunds.
   *
   * @example
   * ```ts
   * import { Taskfold } from '@taskfold/client';
   *
   * const taskfold = new Taskfold();
   * const { data } = await taskfold.usage({ group_by: ['model'], from: '2026-11-01T00:00:00Z' });
   *
   * data.map(({ model, charged_credits }) => [model, charged_credits]); // [['aurora-xl', '40.0000']]
   * ```
   */
  usage(query: OperationQuery<'getUsage'> = {}, options: RequestOptions = {}): ApiPromise<UsageList> {
    return this.#transport.call('getUsage', { query }, options);
  }

  /**
   * Whose key the client asks with, and what that may do.
   *
   * @example
   * ```ts
   * import { Taskfold } from '@taskfold/client';
   *
   * const { scopes } = await new Taskfold().me();
   * scopes.includes('tasks:read'); // true
   * ```
   */
  me(options: RequestOptions = {}): ApiPromise<Me> {
    return this.#transport.call('getMe', {}, options);
  }

  /** The changes of all tasks of the tenant, without end; see {@link TaskUpdates}. */
  updates(options: UpdatesOptions = {}): TaskUpdates {
    return new TaskUpdates(this.#transport, options);
  }

  /**
   * Any operation by its id in the OpenAPI document, with the names and values that it has there.
   *
   * @example
   * ```ts
   * import { Taskfold } from '@taskfold/client';
   *
   * const taskfold = new Taskfold();
   * const task = await taskfold.call('getTask', { path: { task_id: 'task_1' } });
   *
   * task.status; // 'succeeded'
   * ```
   */
  call<Id extends OperationId>(
    id: Id,
    parts: RequestParts<Id>,
    options: RequestOptions = {},
  ): ApiPromise<OperationAnswer<Id>> {
    return this.#transport.call(id, parts, options);
  }
}
