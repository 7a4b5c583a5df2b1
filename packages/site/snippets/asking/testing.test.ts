// region life
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Taskfold } from '@taskfold/client';
import { createEvents } from '@taskfold/client/events';
import { createTestServer } from '@taskfold/client/testing';

/** Code of an application. */
async function imageOf(taskfold: Taskfold, taskId: string): Promise<unknown> {
  const { status, output, error } = await taskfold.tasks.wait(taskId);
  if (status !== 'succeeded') throw new Error(error?.message ?? status);
  return output;
}

const server = await createTestServer();
after(() => server.close());
const taskfold = new Taskfold({ apiKey: server.apiKey, baseUrl: server.url });
const events = createEvents({ source: '/tests' });
const creation = { capability: 'image.generate', model: 'aurora-xl' };

test('an image that was made is returned', async () => {
  server.publish(events.created('task_1', creation), events.started('task_1'));
  const image = imageOf(taskfold, 'task_1');
  server.publish(events.succeeded('task_1', { output: { url: 'https://cdn.example.com/8e.png' } }));
  assert.deepEqual(await image, { url: 'https://cdn.example.com/8e.png' });
});
// endregion

// region faults
test('an API that is away for a moment is waited for, and why nothing was made is told', async () => {
  server.publish(events.created('task_2', creation));
  server.failNext({ status: 503, retryAfter: 0, times: 2 });
  const image = imageOf(taskfold, 'task_2');
  server.cutStreams();
  const error = { code: 'gpu_lost', message: 'The GPU went away.', retryable: true };
  server.publish(events.failed('task_2', { error }));
  await assert.rejects(image, /The GPU went away/);
});

// endregion

// region callback
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expressCallbacks } from '@taskfold/client/receiving';

test('the receiver notes who has ended, once it works', async () => {
  const ended: string[] = [];
  const receive = expressCallbacks(server.callbackSecret, ({ data }) => {
    if (ended.push(data.task_id) === 1) throw new Error('The database is away.');
  });
  const receiver = createServer((request, response) => {
    void receive(request, response, () => response.writeHead(500).end());
  }).listen(0, '127.0.0.1');
  after(() => receiver.close());
  await once(receiver, 'listening');
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/callbacks`;
  server.publish(events.created('task_3', { ...creation, callback: { url } }), events.canceled('task_3'));
  await server.idle();
  assert.deepEqual(ended, ['task_3', 'task_3']);
  const { callback } = await taskfold.tasks.get('task_3');
  assert.equal(callback?.status, 'delivered');
});
// endregion
