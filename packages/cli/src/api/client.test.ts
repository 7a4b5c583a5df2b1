import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ERRORS, type ErrorCode, OPERATIONS } from '@taskfold/contract';
import { expect, onTestFinished, test } from 'vitest';
import { createApiClient } from './client.ts';

interface Prepared {
  readonly status: number;
  readonly body?: unknown;
  /** In the place of a body, as it is. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An API that answers this, one after another, and then the last again. */
async function api(...answers: readonly Prepared[]) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request);
    if (answer === undefined) return;
    response
      .writeHead(answer.status, answer.headers)
      .end(answer.text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base`;
  const stop = new AbortController();
  return { requests, stop, url, client: createApiClient({ api_url: url, api_key: 'sk-key' }, stop.signal) };
}

const failing = (code: ErrorCode, headers: Readonly<Record<string, string>> = {}): Prepared => {
  const { status, message, retryable } = ERRORS[code];
  return { status, headers, body: { error: { code, message, retryable, request_id: 'req_1' } } };
};
const LIST = { status: 200, body: { object: 'list', data: [] } };

test('a request goes to the path of its operation, with the key, its parameters encoded', async () => {
  const { client, requests } = await api(failing('task_not_found'));
  await expect(
    client.call(OPERATIONS.getTask, { path: { task_id: 'a/../b?' }, query: { min_revision: 1 } }),
  ).rejects.toMatchObject({
    outcome: 'not_found',
    message: 'The task does not exist.\ntask_not_found, request req_1',
  });
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({
    url: '/base/v1/tasks/a%2F..%2Fb%3F?min_revision=1',
    headers: { authorization: 'Bearer sk-key' },
  });
});

test('what may succeed later is tried again, after what Retry-After says', async () => {
  const { client, requests } = await api(
    failing('service_unavailable', { 'retry-after': '0' }),
    failing('rate_limited', { 'retry-after': '1' }),
    LIST,
  );
  const began = performance.now();
  expect((await client.call(OPERATIONS.getUsage, {})).value.data).toEqual([]);
  expect(requests).toHaveLength(3);
  expect(performance.now() - began).toBeGreaterThan(950);
});

test.each([
  [
    'a request that must not be sent twice',
    OPERATIONS.createKey,
    failing('service_unavailable', { 'retry-after': '0' }),
  ],
  ['one whose answer says that it would fail again', OPERATIONS.getUsage, failing('internal_error')],
  [
    'one that is asked to wait for long',
    OPERATIONS.getUsage,
    failing('rate_limited', { 'retry-after': '3600' }),
  ],
])('%s is sent once', async (_, operation, answer) => {
  const { client, requests } = await api(answer);
  await expect(client.call(operation, {})).rejects.toMatchObject({ name: 'Error' });
  expect(requests).toHaveLength(1);
});

test('attempts end, and so does waiting for one when it is stopped', async () => {
  const failed = await api(failing('service_unavailable', { 'retry-after': '0' }));
  await expect(failed.client.call(OPERATIONS.getUsage, {})).rejects.toMatchObject({ outcome: 'unavailable' });
  expect(failed.requests).toHaveLength(4);
  const silent = await api();
  const waiting = silent.client.call(OPERATIONS.getUsage, {});
  await expect.poll(() => silent.requests.length).toBe(1);
  silent.stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
});

test('the key follows no redirect, and an answer of something else is told from the API’s', async () => {
  const elsewhere = await api(LIST);
  const moved = await api({ status: 302, headers: { location: elsewhere.url } });
  await expect(moved.client.call(OPERATIONS.getUsage, {})).rejects.toThrow(
    /answered 302, .* is the address right\?/,
  );
  expect(elsewhere.requests).toHaveLength(0);
  const page = await api({ status: 200, body: 'hello' });
  await expect(
    page.client.call(OPERATIONS.getUsage, {}).then((answer) => answer.value),
  ).rejects.toMatchObject({
    outcome: 'failed',
    message: expect.stringContaining('not what this version of taskfold knows'),
  });
  const proxy = await api({ status: 502, body: '<html>' });
  await expect(proxy.client.call(OPERATIONS.createKey, {})).rejects.toMatchObject({ outcome: 'unavailable' });
});

test('what is followed goes on over an outage, which is said once, and keeps each digit', async () => {
  const away = failing('service_unavailable', { 'retry-after': '0' });
  const task = { revision: 2, status: 'succeeded', billing: { settlement: 'final' }, output: { seed: 0 } };
  const text = JSON.stringify(task).replace('"seed":0', '"seed":12345678901234567890');
  const { client, requests } = await api(away, away, { status: 200, text });
  const notes: string[] = [];
  const states: unknown[] = [];
  const followed = client.follow(
    (line) => notes.push(line),
    ({ tasks }, patience) => tasks.watch('a', { ...patience, poll: true }),
  );
  for await (const state of followed) states.push(state);
  expect(states.map((state) => JSON.stringify(state))).toEqual([text]);
  expect(requests).toHaveLength(3);
  expect(notes).toEqual([
    'The service is not available at the moment.\nservice_unavailable, request req_1 Trying again.',
  ]);
});

test('what is followed ends where another attempt would not help, or the service asks to come much later', async () => {
  for (const [answer, outcome] of [
    [failing('task_not_found'), 'not_found'],
    [failing('service_unavailable', { 'retry-after': '21' }), 'unavailable'],
  ] as const) {
    const { client, requests } = await api(answer);
    const followed = client.follow(
      () => {},
      ({ tasks }, patience) => tasks.watch('a', { ...patience, appearTimeout: 0 }),
    );
    await expect(followed[Symbol.asyncIterator]().next()).rejects.toMatchObject({ outcome });
    expect(requests).toHaveLength(1);
  }
});

test('an API that does not answer is named', async () => {
  const silent = await api();
  await expect(
    silent.client.call(OPERATIONS.getUsage, {}, { timeout: 20, maxRetries: 0 }),
  ).rejects.toMatchObject({ outcome: 'unavailable', message: expect.stringContaining(silent.url) });
  const nowhere = createApiClient(
    { api_url: 'http://127.0.0.1:1', api_key: 'sk-key' },
    new AbortController().signal,
  );
  await expect(nowhere.call(OPERATIONS.createKey, {})).rejects.toMatchObject({
    outcome: 'unavailable',
    message: expect.stringContaining('http://127.0.0.1:1/v1/keys cannot be reached: '),
  });
});

test('every fault of a request is named', async () => {
  const { status, retryable } = ERRORS.invalid_request;
  const errors = [
    { param: '/limit', message: '`limit` must be a whole number from 1 to 100.' },
    { param: '/x', message: '`x` is not known here.' },
  ];
  const error = {
    code: 'invalid_request',
    message: 'First.',
    retryable,
    request_id: 'req_2',
    param: '/limit',
    details: { errors },
  };
  const { client } = await api({ status, body: { error } });
  await expect(client.call(OPERATIONS.listTasks, {})).rejects.toMatchObject({
    outcome: 'usage',
    message:
      'The request is not valid.\n  `limit` must be a whole number from 1 to 100.\n  `x` is not known here.\ninvalid_request, request req_2',
  });
});
