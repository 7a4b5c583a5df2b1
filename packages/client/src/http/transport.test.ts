import { ERRORS, type ErrorCode } from '@taskfold/contract';
import { expect, test } from 'vitest';
import { Taskfold } from '../client.ts';
import { ApiError, ConnectionError, isApiError, TaskfoldError, TimeLimitError } from '../errors/errors.ts';
import { type AnsweringServer, answering, type GivenAnswer } from '../harness/answering-server.ts';
import type { ClientOptions } from './options.ts';

const KEY = 'sk-4bT9mQ2xZ0rW7cY5uKp1nV8eLs3aJd6g';
const SUMS = { object: 'list', data: [] };

function failing(code: ErrorCode, headers: Record<string, string> = {}): GivenAnswer {
  const { status, message, retryable } = ERRORS[code];
  return { status, headers, json: { error: { code, message, retryable, request_id: 'req_1' } } };
}

function clientOf({ url }: Pick<AnsweringServer, 'url'>, options: ClientOptions = {}): Taskfold {
  return new Taskfold({ apiKey: KEY, baseUrl: url, ...options });
}

async function thrown(work: PromiseLike<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test('a request has the key, an id, and what is asked for; the answer comes with all that belongs to it', async () => {
  const api = await answering({ json: SUMS, headers: { 'x-request-id': 'req_theirs' } });
  const taskfold = clientOf(api, { headers: { 'x-team': 'blue' } });
  const answer = await taskfold
    .usage({ group_by: ['day', 'model'], from: '2026-11-01T00:00:00+01:00' })
    .withRawResponse();
  expect(answer).toMatchObject({
    data: SUMS,
    status: 200,
    requestId: 'req_theirs',
    text: JSON.stringify(SUMS),
  });
  const [request] = api.requests;
  expect(request?.path).toBe('/v1/usage?group_by=day&group_by=model&from=2026-11-01T00%3A00%3A00%2B01%3A00');
  expect(request?.headers).toMatchObject({
    authorization: `Bearer ${KEY}`,
    'x-team': 'blue',
    accept: 'application/json',
  });
  expect(request?.headers['x-request-id']).toMatch(/^req_[0-9a-f]{32}$/);
});

test('filters of metadata and ids with odd characters arrive as they are', async () => {
  const api = await answering({ json: { object: 'list', data: [], next_cursor: null, has_more: false } });
  await clientOf(api)
    .tasks.list({ metadata: { 'a[b]': 'ü&=' }, status: ['failed'] })
    .page();
  const query = new URL(api.requests[0]?.path ?? '', api.url).searchParams;
  expect([...query]).toEqual([
    ['metadata[a[b]]', 'ü&='],
    ['status', 'failed'],
  ]);
  await thrown(clientOf(api).tasks.get('../keys?x='));
  expect(api.requests[1]?.path).toBe('/v1/tasks/..%2Fkeys%3Fx%3D');
});

test('what may succeed later is tried again under the same id and the same Idempotency-Key', async () => {
  const task = { object: 'task', task_id: 'task_1' };
  const api = await answering(
    failing('service_unavailable', { 'retry-after': '0' }),
    (response) => response.destroy(),
    { status: 202, json: task },
  );
  expect(await clientOf(api).tasks.cancel('task_1', { reason: 'late' })).toEqual(task);
  expect(api.requests).toHaveLength(3);
  expect(new Set(api.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(new Set(api.requests.map(({ headers }) => headers['x-request-id'])).size).toBe(1);
  expect(api.requests.map(({ body }) => body)).toEqual(Array.from({ length: 3 }, () => '{"reason":"late"}'));
});

test.each(['task_not_found', 'invalid_api_key', 'internal_error', 'cursor_expired'] as const)(
  '%s is not tried again',
  async (code) => {
    const api = await answering(failing(code));
    const error = await thrown(clientOf(api).usage());
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code, status: ERRORS[code].status, retryable: false, requestId: 'req_1' });
    expect(api.requests).toHaveLength(1);
  },
);

test('what must not happen twice is not repeated where nobody knows whether it happened', async () => {
  const lost = await answering((response) => response.destroy());
  expect(await thrown(clientOf(lost).keys.create({ name: 'site', scopes: ['tasks:read'] }))).toBeInstanceOf(
    ConnectionError,
  );
  const away = await answering(failing('service_unavailable', { 'retry-after': '0' }));
  expect(await thrown(clientOf(away).secrets.rotate())).toMatchObject({ code: 'service_unavailable' });
  expect([lost.requests.length, away.requests.length]).toEqual([1, 1]);
  const busy = await answering(failing('rate_limited', { 'retry-after': '0' }), { status: 202, json: {} });
  await clientOf(busy).callbacks.redeliver('task_1');
  expect(busy.requests).toHaveLength(2);
});

test('attempts are bounded, and a wait that is too long is told instead', async () => {
  const away = await answering(failing('service_unavailable', { 'retry-after': '0' }));
  expect(await thrown(clientOf(away).usage({}, { maxRetries: 1 }))).toMatchObject({
    code: 'service_unavailable',
    retryAfterMs: 0,
  });
  expect(away.requests).toHaveLength(2);
  const later = await answering(failing('rate_limited', { 'retry-after': '3600' }));
  expect(await thrown(clientOf(later).usage())).toMatchObject({
    code: 'rate_limited',
    retryAfterMs: 3_600_000,
  });
  expect(later.requests).toHaveLength(1);
  const soon = await answering(failing('rate_limited', { 'retry-after': '2' }));
  expect(await thrown(clientOf(soon, { maxRetryAfter: 1_999 }).usage())).toMatchObject({
    retryAfterMs: 2_000,
  });
  expect(soon.requests).toHaveLength(1);
});

test('every fault of a request is named, and a code that is new is taken as it comes', async () => {
  const errors = [
    { param: '/limit', message: 'One.' },
    { param: '/x', message: 'Two.' },
  ];
  const error = {
    code: 'brand_new',
    message: 'One.',
    retryable: false,
    request_id: 'req_2',
    param: '/limit',
    details: { errors },
  };
  const api = await answering({ status: 422, json: { error } });
  const found = await thrown(clientOf(api).usage());
  expect(found).toMatchObject({
    code: 'brand_new',
    param: '/limit',
    details: { errors },
    faults: ['One.', 'Two.'],
    body: JSON.stringify({ error }),
  });
  expect(String(found)).toBe('ApiError: One. Two. (brand_new, request req_2)');
  expect(isApiError(found)).toBe(true);
  expect(isApiError(found, 'task_not_found', 'invalid_request')).toBe(false);
});

test('the key follows no redirect, and what is no answer of the API is told', async () => {
  const elsewhere = await answering({ json: SUMS });
  const moved = await answering({ status: 307, headers: { location: elsewhere.url } });
  const error = await thrown(clientOf(moved).usage());
  expect(error).toMatchObject({ code: 'unexpected_answer', status: 307, retryable: false });
  expect(String(error)).toContain('redirect');
  expect(elsewhere.requests).toHaveLength(0);
  const gateway = await answering({ status: 502, text: '<html>' });
  expect(await thrown(clientOf(gateway, { maxRetries: 0 }).usage())).toMatchObject({
    code: 'unexpected_answer',
    retryable: true,
    faults: [expect.stringContaining('answers 502')],
    body: '<html>',
  });
  const page = await answering({ text: 'hello', headers: { 'content-type': 'application/json' } });
  expect(await thrown(clientOf(page).usage())).toMatchObject({
    code: 'unexpected_answer',
    status: 200,
    body: 'hello',
  });
});

test('everything has a time limit: the head of an answer and its body', async () => {
  const silent = await answering(() => {});
  expect(await thrown(clientOf(silent, { timeout: 30, maxRetries: 0 }).usage())).toBeInstanceOf(
    TimeLimitError,
  );
  const halting = await answering((response) => void response.writeHead(200).write('{'));
  const error = await thrown(clientOf(halting).usage({}, { timeout: 30, maxRetries: 0 }));
  expect(error).toBeInstanceOf(TimeLimitError);
  expect((error as TimeLimitError).requestId).toMatch(/^req_/);
});

test('a signal ends a request and the wait for the next one, with its own reason', async () => {
  const silent = await answering(() => {});
  const stop = new AbortController();
  const asking = thrown(clientOf(silent).usage({}, { signal: stop.signal }));
  await expect.poll(() => silent.requests.length).toBe(1);
  stop.abort(new Error('enough'));
  expect(await asking).toEqual(new Error('enough'));
  const away = await answering(failing('service_unavailable', { 'retry-after': '50' }));
  const again = new AbortController();
  const waiting = thrown(clientOf(away).usage({}, { signal: again.signal }));
  await expect.poll(() => away.requests.length).toBe(1);
  again.abort(new Error('enough'));
  expect(await waiting).toEqual(new Error('enough'));
  expect(await thrown(clientOf(away).usage({}, { signal: again.signal }))).toEqual(new Error('enough'));
  expect(away.requests).toHaveLength(1);
});

test('hooks see every attempt and never the key', async () => {
  const seen: unknown[] = [];
  const api = await answering(failing('service_unavailable', { 'retry-after': '0' }), { json: SUMS });
  const hooks = {
    onRequest: ({ headers, ...facts }: { readonly headers: Headers }) => {
      headers.set('traceparent', '00-1');
      seen.push(['request', facts, [...headers]]);
    },
    onResponse: (facts: object) => seen.push(['response', facts]),
    onError: (facts: object) => seen.push(['error', facts]),
  };
  await clientOf(api, { hooks }).usage();
  expect(seen.map((each) => (each as unknown[])[0])).toEqual([
    'request',
    'response',
    'error',
    'request',
    'response',
  ]);
  expect(seen[0]).toMatchObject([
    'request',
    { operation: 'getUsage', method: 'GET', url: `${api.url}/v1/usage`, attempt: 1 },
    expect.anything(),
  ]);
  expect(seen[2]).toMatchObject([
    'error',
    { attempt: 1, error: { code: 'service_unavailable' }, retryInMs: expect.any(Number) },
  ]);
  expect(api.requests.map(({ headers }) => headers.traceparent)).toEqual(['00-1', '00-1']);
  expect(JSON.stringify(seen)).not.toContain(KEY);
});

test('a key is asked for anew, may end with a line break, and is shown in no error', async () => {
  const api = await answering({ json: SUMS });
  const keys = ['sk-1\n', 'sk-2\n'];
  const taskfold = clientOf(api, { apiKey: async () => keys.shift() ?? '' });
  await taskfold.usage();
  await taskfold.usage();
  expect(api.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-1', 'Bearer sk-2']);
  const error = await thrown(clientOf(api, { apiKey: 'sk-sec\nret' }).usage());
  expect(error).toBeInstanceOf(TaskfoldError);
  expect(String(error)).not.toContain('sec');
});

test('numbers with more digits than a double are in the text, or come from a parser that keeps them', async () => {
  const text = '{"output":{"seed":12345678901234567890}}';
  const api = await answering({ text, headers: { 'content-type': 'application/json; charset=utf-8' } });
  const raw = await clientOf(api).tasks.get('task_1').withRawResponse();
  expect(raw.text).toBe(text);
  const parseJson = (json: string) => ({ output: json.match(/\d+/)?.[0] });
  expect(await clientOf(api, { parseJson }).tasks.get('task_1')).toEqual({ output: '12345678901234567890' });
});

test('without a key or an address nothing is made, unless the environment has them', async () => {
  const api = await answering({ json: SUMS });
  expect(() => new Taskfold({ baseUrl: 'http://a' })).toThrow('TASKFOLD_API_KEY');
  expect(() => new Taskfold({ apiKey: KEY })).toThrow('TASKFOLD_API_URL');
  for (const baseUrl of ['nowhere', 'ftp://a', 'https://user:pass@a', 'https://a/?b=c']) {
    expect(() => new Taskfold({ apiKey: KEY, baseUrl })).toThrow(TaskfoldError);
  }
  process.env.TASKFOLD_API_KEY = KEY;
  process.env.TASKFOLD_API_URL = `${api.url}/`;
  try {
    await new Taskfold().usage();
  } finally {
    delete process.env.TASKFOLD_API_KEY;
    delete process.env.TASKFOLD_API_URL;
  }
  expect(api.requests[0]?.path).toBe('/v1/usage');
});
