import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createPool, createTaskReader, redeliver } from '@taskfold/database';
import { createTestDatabase } from '@taskfold/database/testing';
import type { OutgoingEvent } from '@taskfold/kafka';
import { expect, onTestFinished, test } from 'vitest';
import { runProcessor } from '../testing/run-processor.ts';
import { createWorkbench, type Workbench } from '../testing/workbench.ts';

interface Received {
  readonly id: string;
  readonly body: {
    readonly type: string;
    readonly data: { readonly task_id: string; readonly revision: number };
  };
}

async function startReceiver(
  answer: (taskId: string) => number,
): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    void text(request).then((content) => {
      const body = JSON.parse(content);
      received.push({ id: String(request.headers['webhook-id']), body });
      response.writeHead(answer(body.data.task_id)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received };
}

function event(taskId: string, type: string, data: object): OutgoingEvent {
  const time = new Date().toISOString();
  return { id: `${taskId}-${type}`, source: '/test', type, time, subject: taskId, tenantid: 'acme', data };
}

const created = (taskId: string, url: string, events?: string[]) =>
  event(taskId, 'task.created', {
    capability: 'c',
    model: 'm',
    callback: { url, ...(events && { events }) },
  });

/** The same for all starts, as results of callbacks outlive them in the log. */
const SIGNING_KEYS = `k:${randomBytes(32).toString('base64')}`;

const envOf = (bench: Workbench, more: Readonly<Record<string, string>> = {}) => ({
  ...bench.env,
  ROLES: 'fold,callbacks',
  CALLBACK_KEYS: `k:${randomBytes(32).toString('base64')}`,
  EVENT_SIGNING_KEYS: SIGNING_KEYS,
  CALLBACK_ALLOW_LOOPBACK: 'true',
  CALLBACK_SCHEDULE: '0s,1s,1h',
  ...more,
});

const WITHIN = { timeout: 30_000, interval: 50 };

test('the caller is told, and the task says so by what the log tells', async () => {
  const bench = await createWorkbench();
  let status = 503;
  const receiver = await startReceiver(() => status);
  await runProcessor(envOf(bench));
  await bench.publish([
    created('t1', receiver.url),
    event('t1', 'task.started', {}),
    event('t1', 'task.succeeded', { output: { ok: true } }),
  ]);
  await expect.poll(() => receiver.received.length, WITHIN).toBe(1);
  const callback = async () => createTaskReader(bench.pool).get('acme', 't1');
  await expect.poll(callback, WITHIN).toMatchObject({
    callback_status: 'retrying',
    callback_attempt_count: 1,
    callback_last_error: 'http_5xx',
    callback_last_status_code: 503,
  });
  status = 200;
  await expect.poll(callback, WITHIN).toMatchObject({
    callback_status: 'delivered',
    callback_attempt_count: 2,
    callback_last_status_code: 200,
  });
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
  const { rows } = await bench.pool.query(
    "SELECT event_id, disposition FROM timeline WHERE type = 'task.callback_attempted' ORDER BY log_offset",
  );
  const [{ id = '' } = {}] = receiver.received;
  expect(rows).toEqual([
    { event_id: `${id}:1`, disposition: 'applied' },
    { event_id: `${id}:2`, disposition: 'applied' },
  ]);
  await bench.caughtUp();
  await bench.expectProjectionToBeTheFoldOfTheLog();
});

test('what was asked for is told, each once, and results trigger nothing', async () => {
  const bench = await createWorkbench();
  const receiver = await startReceiver(() => 200);
  await runProcessor(envOf(bench));
  await bench.publish([
    created('t1', receiver.url, ['task.started', 'task.succeeded', 'task.settled']),
    event('t1', 'task.started', {}),
    event('t1', 'task.succeeded', {}),
    event('t1', 'task.billing_settled', {}),
    event('t1', 'task.billing_settled', {}),
  ]);
  const types = () => receiver.received.map(({ body }) => body.type).toSorted();
  await expect.poll(types, WITHIN).toEqual(['task.settled', 'task.started', 'task.succeeded']);
  await bench.caughtUp();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(receiver.received).toHaveLength(3);
});

test('in an empty database, what the log says was delivered is not sent again, and the rest is, with the same id', async () => {
  const bench = await createWorkbench();
  const receiver = await startReceiver((taskId) => (taskId === 'later' ? 500 : 200));
  const first = await runProcessor(envOf(bench));
  const tasks = Array.from({ length: 40 }, (_, index) => `done_${index}`);
  await bench.publish(
    [...tasks, 'later'].flatMap((taskId) => [
      created(taskId, receiver.url),
      event(taskId, 'task.succeeded', {}),
    ]),
  );
  await expect.poll(() => receiver.received.length, WITHIN).toBeGreaterThanOrEqual(42);
  const outbox = async () => (await bench.pool.query('SELECT FROM event_outbox')).rowCount;
  await expect.poll(outbox, WITHIN).toBe(0);
  await first.stop();

  await bench.publish([created('untold', receiver.url), event('untold', 'task.succeeded', {})]);
  const [known] = receiver.received.filter(({ body }) => body.data.task_id === 'later');
  const before = receiver.received.length;
  const { url, env, drop } = await createTestDatabase();
  onTestFinished(drop);
  await runProcessor(envOf(bench, { ...env, KAFKA_GROUP_ID: `${bench.topic}-2` }));
  const again = () => receiver.received.slice(before).map(({ body }) => body.data.task_id);
  await expect.poll(again, WITHIN).toEqual(['untold']);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(again()).toEqual(['untold']);

  const pool = createPool({ url, applicationName: 'test', max: 1 });
  onTestFinished(() => pool.end());
  // The log tells that its next attempt is an hour away.
  expect(await redeliver(pool, { tenantId: 'acme', taskId: 'later' })).toMatchObject({ kind: 'due' });
  await expect.poll(again, WITHIN).toEqual(['untold', 'later']);
  expect(receiver.received.at(-1)?.id).toBe(known?.id);
});
