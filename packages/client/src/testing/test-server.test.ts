import { expect, onTestFinished, test } from 'vitest';
import { Taskfold } from '../client.ts';
import { createEvents } from '../events/index.ts';
import type { Task } from '../generated/openapi.ts';
import { listening } from '../harness/answering-server.ts';
import { expressCallbacks, type ReceivedCallback } from '../receiving/index.ts';
import { createReporter } from '../reporter/index.ts';
import { createTestServer, type TestServer, type TestServerOptions } from './index.ts';

const events = createEvents({ source: '/tests' });
const creation = { capability: 'image.generate', model: 'aurora-xl' };

async function begun(options: TestServerOptions = {}) {
  const server = await createTestServer(options);
  onTestFinished(() => server.close());
  return { server, taskfold: new Taskfold({ apiKey: server.apiKey, baseUrl: server.url }) };
}

/** What a server says to a request that is made by hand. */
function ask(server: TestServer, path: string, init: RequestInit = {}): Promise<Response> {
  const authorization = `Bearer ${server.apiKey}`;
  return fetch(`${server.url}${path}`, { ...init, headers: { authorization, ...init.headers } });
}

test('a life that is published is folded by the rules of Taskfold', async () => {
  const { server, taskfold } = await begun();
  const charged = events.charged('t', { entry_id: 'c', amount_credits: '1.5' });
  server.publish(
    events.created('t', creation),
    charged,
    charged,
    events.charged('t', { entry_id: 'c', amount_credits: '2' }),
    events.succeeded('t', { output: { big: 1 } }),
    events.failed('t', { error: { code: 'late', message: 'Too late.', retryable: false } }),
  );
  const task = await taskfold.tasks.get('t');
  expect(task).toMatchObject({ status: 'succeeded', billing: { charged_credits: '1.5000' } });
  const timeline = await taskfold.tasks.timeline('t').toArray();
  expect(timeline.map(({ disposition }) => disposition)).toEqual([
    'applied',
    'applied',
    'duplicate',
    'conflict',
    'applied',
    'ignored',
  ]);
});

test('numbers come back digit for digit', async () => {
  const { server } = await begun();
  const event = { ...events.created('t', creation), data: undefined };
  const text = JSON.stringify(event).replace(
    /\}$/,
    ',"data":{"capability":"c","model":"m","input":{"seed":12345678901234567890.10}}}',
  );
  const headers = { 'content-type': 'application/cloudevents+json' };
  expect((await ask(server, '/v1/events', { method: 'POST', headers, body: text })).status).toBe(202);
  expect(await (await ask(server, '/v1/tasks/t')).text()).toContain(
    '"input":{"seed":12345678901234567890.10}',
  );
});

test('an event that is none is refused, and nothing of what came with it is written', async () => {
  const { server, taskfold } = await begun();
  const wrong = { ...events.progressed('t', { percent: 50 }), data: { percent: 'half' } };
  expect(() => server.publish(events.created('t', creation), wrong)).toThrow(/data\.percent/);
  await expect(taskfold.tasks.get('t')).rejects.toMatchObject({ code: 'task_not_found' });
  const own = { ...events.started('t'), source: '/taskfold/api' };
  const receipts = await taskfold.events.publish([events.created('t', creation), wrong, own]);
  expect(receipts.map(({ status, error }) => [status, error?.code ?? null])).toEqual([
    ['accepted', null],
    ['refused', 'invalid_event'],
    ['refused', 'forbidden'],
  ]);
});

test('a reporter reports to it', async () => {
  const { taskfold } = await begun();
  const reporter = createReporter({
    source: '/workers/1',
    publish: (batch) => taskfold.events.publish(batch),
  });
  const task = reporter.task('t');
  task.created(creation);
  task.started();
  task.succeeded({ output: { done: true } });
  await reporter.close();
  expect(await taskfold.tasks.get('t')).toMatchObject({ status: 'succeeded', output: { done: true } });
});

test('with a lag, what was published is seen later, and by its position', async () => {
  const { server, taskfold } = await begun({ lagMs: 150 });
  const [receipt] = server.publish(events.created('t', creation));
  await expect(taskfold.tasks.get('t')).rejects.toMatchObject({ code: 'task_not_found' });
  const minPosition = receipt?.position ?? '';
  expect(await taskfold.tasks.get('t', { minPosition, wait: 10 })).toMatchObject({ status: 'queued' });
  server.publish(events.started('t'));
  await server.idle();
  expect(await taskfold.tasks.get('t')).toMatchObject({ status: 'running' });
  expect(await taskfold.tasks.cancel('t', { reason: 'Enough.' })).toMatchObject({
    cancel: { outcome: 'pending', reason: 'Enough.' },
  });
});

test('faults are used up in their order, each by requests of its operation', async () => {
  const { server, taskfold } = await begun();
  server.publish(events.created('t', creation));
  server.failNext({ status: 503, retryAfter: 0, operation: 'getTask', times: 2 });
  server.failNext({ status: 429, retryAfter: 7, operation: 'listTasks' });
  const limited = await ask(server, '/v1/tasks');
  expect(limited.status).toBe(429);
  expect(limited.headers.get('retry-after')).toBe('7');
  expect(await limited.json()).toMatchObject({ error: { code: 'rate_limited', retryable: true } });
  const statuses: number[] = [];
  const onResponse = ({ status }: { readonly status: number }) => statuses.push(status);
  const watched = new Taskfold({ apiKey: server.apiKey, baseUrl: server.url, hooks: { onResponse } });
  expect(await watched.tasks.get('t')).toMatchObject({ status: 'queued' });
  expect(statuses).toEqual([503, 503, 200]);
  server.failNext({ status: 403, code: 'tenant_disabled' });
  await expect(taskfold.tasks.get('t')).rejects.toMatchObject({ code: 'tenant_disabled' });
  expect(() => server.failNext({ status: 418 })).toThrow(TypeError);
  expect(() => server.failNext({ status: 503, code: 'nonsense' })).toThrow(/nonsense/);
});

test('where an answer is lost all has happened, where a request is lost nothing has', async () => {
  const { server, taskfold } = await begun();
  server.failNext({ lost: 'request', operation: 'postEvents' });
  server.failNext({ lost: 'answer', operation: 'postEvents' });
  const created = events.created('t', creation);
  const receipts = await taskfold.events.publish([created]);
  // The second attempt was written, and so was the third.
  expect(receipts).toMatchObject([{ status: 'accepted', position: '0:1' }]);
  const timeline = await taskfold.tasks.timeline('t').toArray();
  expect(timeline.map(({ disposition }) => disposition)).toEqual(['applied', 'duplicate']);
  server.failNext({ lost: 'request', operation: 'getTask' });
  await expect(taskfold.tasks.get('t', { maxRetries: 0 })).rejects.toMatchObject({ name: 'ConnectionError' });
});

test('streams that are cut go on after the revision that came last', async () => {
  const { server, taskfold } = await begun();
  server.publish(events.created('t', creation));
  const states: Task[] = [];
  const watched = taskfold.tasks.watch('t').onUpdate((task) => {
    states.push(task);
    if (states.length === 1) {
      server.cutStreams();
      server.publish(events.started('t'), events.succeeded('t', {}), events.billingSettled('t'));
    }
  });
  expect(await watched).toMatchObject({ status: 'succeeded' });
  const revisions = states.map(({ revision }) => revision);
  expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b));
});

test('an idle stream says that it is alive; who holds the last state of a task that has ended is told to stop', async () => {
  const { server } = await begun({ heartbeatMs: 20 });
  server.publish(events.created('t', creation));
  const { body } = await ask(server, '/v1/tasks/t/stream');
  let text = '';
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.endsWith(':\n\n')) break;
  }
  expect(text).toMatch(/^event: snapshot\nid: 1\ndata: \{"object":"task".*\}\n\n:\n\n/);
  server.publish(events.succeeded('t', {}), events.billingSettled('t'));
  const again = await ask(server, '/v1/tasks/t/stream', { headers: { 'last-event-id': '1' } });
  expect(await again.text()).toMatch(/^event: update\nid: 3\ndata: .*\n\n$/);
  const ended = await ask(server, '/v1/tasks/t/stream', { headers: { 'last-event-id': '3' } });
  expect(ended.status).toBe(204);
});

test('the feed is a stream as well, whose ids are cursors', async () => {
  const { server, taskfold } = await begun();
  server.publish(events.created('a', creation), events.created('b', creation));
  const headers = { accept: 'text/event-stream' };
  const { body } = await ask(server, '/v1/task-updates?from=oldest', { headers });
  let text = '';
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.includes('"task_id":"b"')) break;
  }
  const [first = ''] = [...text.matchAll(/^id: (.*)$/gm)].map(([, id = '']) => id);
  for await (const { task } of taskfold.updates({ cursor: first })) {
    expect(task.task_id).toBe('b');
    break;
  }
});

/** A receiver as users have it, that answers with these statuses first. */
async function receiver(server: TestServer, ...failing: readonly number[]) {
  const received: ReceivedCallback[] = [];
  const statuses = [...failing];
  const receive = expressCallbacks(server.callbackSecret, (callback) => received.push(callback));
  const url = await listening((request, response) => {
    const status = statuses.shift();
    if (status !== undefined) response.writeHead(status).end();
    else void receive(request, response, () => response.writeHead(500).end());
  });
  return { url: `${url}/callbacks`, received };
}

test('a callback is signed, tried again until it is taken, and told again when that is asked for', async () => {
  const { server, taskfold } = await begun({ callbackSchedule: [10, 10] });
  const { url, received } = await receiver(server, 500, 302);
  server.publish(
    events.created('t', { ...creation, input: { secret: 'not told' }, callback: { url } }),
    events.succeeded('t', { output: { done: true } }),
  );
  await server.idle();
  const data = { task_id: 't', status: 'succeeded', output: { done: true } };
  expect(received).toMatchObject([{ type: 'task.succeeded', data }]);
  expect(received[0]?.data).not.toHaveProperty('input');
  const attempts = await taskfold.callbacks.attempts('t', { limit: 2 }).toArray();
  expect(attempts.map(({ attempt, outcome, error }) => [attempt, outcome, error])).toEqual([
    [1, 'retrying', 'http_5xx'],
    [2, 'retrying', 'redirect'],
    [3, 'delivered', null],
  ]);
  const { callback } = await taskfold.tasks.get('t');
  expect(callback).toMatchObject({ status: 'delivered', attempt_count: 3 });
  const { delivery_id } = await taskfold.callbacks.redeliver('t');
  await server.idle();
  expect(received.map(({ id }) => id)).toEqual([delivery_id, delivery_id]);
});

test('a callback is given up, refused for good, or never made to another machine', async () => {
  const { server, taskfold } = await begun({ callbackSchedule: [] });
  const down = await receiver(server, 500);
  const gone = await receiver(server, 410);
  const urls = { down: down.url, gone: gone.url, far: 'https://hooks.example.com/' };
  for (const [id, url] of Object.entries(urls))
    server.publish(events.created(id, { ...creation, callback: { url } }), events.canceled(id));
  await server.idle();
  const outcomes = await Promise.all(
    Object.keys(urls).map(async (id) => (await taskfold.callbacks.attempts(id).toArray())[0]?.outcome),
  );
  expect(outcomes).toEqual(['exhausted', 'gone', 'blocked']);
  server.publish(events.created('nobody', creation), events.canceled('nobody'));
  await expect(taskfold.callbacks.redeliver('nobody')).rejects.toMatchObject({
    code: 'callback_not_configured',
  });
});

test('errors are those of the contract', async () => {
  const { server, taskfold } = await begun();
  const statusOf = async (path: string, init: RequestInit = {}) => {
    const response = await ask(server, path, init);
    const { error } = (await response.json()) as { readonly error: { readonly code: string } };
    return [response.status, error.code];
  };
  expect(await statusOf('/v1/nothing')).toEqual([404, 'route_not_found']);
  expect(await statusOf('/v1/keys')).toEqual([404, 'route_not_found']);
  expect(await statusOf('/v1/tasks', { method: 'DELETE' })).toEqual([405, 'method_not_allowed']);
  expect(await statusOf('/v1/tasks', { headers: { authorization: 'Bearer sk-1' } })).toEqual([
    401,
    'invalid_api_key',
  ]);
  expect(await statusOf('/v1/events', { method: 'POST', body: '{' })).toEqual([
    415,
    'unsupported_media_type',
  ]);
  const headers = { 'content-type': 'application/json' };
  expect(await statusOf('/v1/events', { method: 'POST', headers, body: '{' })).toEqual([
    400,
    'malformed_json',
  ]);
  const stranger = new Taskfold({ apiKey: 'sk-1', baseUrl: server.url });
  await expect(stranger.tasks.get('t')).rejects.toMatchObject({ code: 'invalid_api_key', status: 401 });
  expect((await fetch(`${server.url}/v1/tasks`)).status).toBe(401);
  await expect(taskfold.keys.list().page()).rejects.toThrow(/server for tests has nothing at GET/);
});

test('it ends at once, with what is open', async () => {
  const server = await createTestServer();
  server.publish(events.created('t', creation));
  const taskfold = new Taskfold({ apiKey: server.apiKey, baseUrl: server.url });
  const held = taskfold.tasks.get('t', { wait: 60, maxRetries: 0 });
  const ended = expect(held).rejects.toMatchObject({ name: 'ConnectionError' });
  expect((await ask(server, '/v1/tasks')).status).toBe(200);
  await server[Symbol.asyncDispose]();
  await ended;
  await expect(ask(server, '/v1/tasks')).rejects.toThrow();
});
