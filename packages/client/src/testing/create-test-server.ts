import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSecret } from '@taskfold/webhooks';
import { createDeliveries } from './callbacks/deliveries.ts';
import { createAccess } from './http/access.ts';
import { createFaults } from './http/faults.ts';
import { createListener } from './http/listener.ts';
import { allOperations } from './operations/all-operations.ts';
import { receiptOf } from './operations/post-events.ts';
import { checkEvent } from './projection/check-event.ts';
import { createProjection, type Projection } from './projection/projection.ts';
import type { TestServer, TestServerOptions } from './test-server.ts';

const CALLBACK_SCHEDULE = [50, 200, 800];
const HEARTBEAT_MS = 15_000;

/**
 * Starts a Taskfold in memory, for tests of code that asks Taskfold, reports to it or receives its callbacks: without Kafka,
 * PostgreSQL or Docker, on a free port of this machine. It folds events by the rules of Taskfold itself, and answers what has to do with
 * tasks. For Node 20 or later.
 *
 * @example
 * ```ts
 * import { Taskfold } from '@taskfold/client';
 * import { createEvents } from '@taskfold/client/events';
 * import { createTestServer } from '@taskfold/client/testing';
 *
 * const server = await createTestServer();
 * const taskfold = new Taskfold({ apiKey: server.apiKey, baseUrl: server.url });
 * const events = createEvents({ source: '/tests' });
 *
 * server.publish(events.created('task_1', { capability: 'image.generate', model: 'aurora-xl' }));
 * const waiting = taskfold.tasks.wait('task_1');
 * server.publish(events.started('task_1', {}), events.succeeded('task_1', { output: { images: 1 } }));
 * const task = await waiting;
 *
 * task.status; // 'succeeded'
 * task.output; // { images: 1 }
 *
 * server.failNext({ status: 503, retryAfter: 0 });
 * const again = await taskfold.tasks.get('task_1');
 *
 * again.revision; // task.revision
 * await server.close();
 * ```
 */
export async function createTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { lagMs = 0, callbackSchedule = CALLBACK_SCHEDULE, heartbeatMs = HEARTBEAT_MS } = options;
  const apiKey = `sk-${randomBytes(16).toString('hex')}`;
  const callbackSecret = createSecret();
  const access = createAccess(apiKey);
  const faults = createFaults();
  let url = '';
  const deliveries = createDeliveries({
    projection: () => projection,
    secret: callbackSecret,
    baseUrl: () => url,
    schedule: callbackSchedule,
  });
  const projection: Projection = createProjection({
    lagMs,
    onDue: ({ view }, due) => deliveries.begin(view.task_id, due),
  });
  const operations = allOperations(projection, deliveries, access);
  const { listener, open } = createListener({ operations, access, faults, heartbeatMs });
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const closing = new AbortController();

  async function close(): Promise<void> {
    closing.abort(new Error('the server for tests was closed'));
    deliveries.close();
    projection.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  return {
    url,
    apiKey,
    callbackSecret,
    publish(...events) {
      const checked = events.map((event) => checkEvent(JSON.stringify(event)));
      for (const each of checked) {
        if (each.kind === 'refused') throw new Error(`The event ${each.id} is refused: ${each.message}`);
      }
      return checked.map((each) => receiptOf(each, projection));
    },
    failNext: (fault) => faults.add(fault),
    cutStreams() {
      for (const response of open) response.destroy();
    },
    async idle() {
      do {
        while (projection.folded < projection.end) await projection.moved.next(closing.signal);
        await deliveries.idle(closing.signal);
      } while (projection.folded < projection.end);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
