import type { EventReceipt, PostedEvent } from '../generated/openapi.ts';
import type { RequestOptions } from '../http/options.ts';
import type { Transport } from '../http/transport.ts';
import { batchesOf } from './event-batches.ts';

/** What producers say of tasks. */
export class PostedEvents {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Publishes events over HTTP, in their order, as many at once as the API takes. What was sent and not answered is sent again; an
   * event with the same `source` and `id` counts once. Where it throws, those before may be in the log: publish all of them again.
   *
   * @returns one receipt for each event, in their order: accepted with its `position`, or refused with the reason
   * @throws ApiError, ConnectionError
   * @example
   * ```ts
   * import { Taskfold } from '@taskfold/client';
   *
   * const taskfold = new Taskfold();
   * const [receipt] = await taskfold.events.publish([
   *   {
   *     specversion: '1.0',
   *     id: 'task_2-half',
   *     source: '/workers/1',
   *     type: 'task.progressed',
   *     time: new Date().toISOString(),
   *     subject: 'task_2',
   *     data: { percent: 50 },
   *   },
   * ]);
   * const minPosition = receipt?.position ?? undefined;
   * const { progress } = await taskfold.tasks.get('task_2', { minPosition, wait: 10 });
   *
   * receipt?.status; // 'accepted'
   * progress?.percent; // 50
   * ```
   */
  async publish(events: readonly PostedEvent[], options: RequestOptions = {}): Promise<EventReceipt[]> {
    const receipts: EventReceipt[] = [];
    for (const body of batchesOf(events)) {
      const parts = { body, contentType: 'application/cloudevents-batch+json', repeatable: true };
      const { data } = await this.#transport.call('postEvents', parts, options);
      receipts.push(...data);
    }
    return receipts;
  }
}
