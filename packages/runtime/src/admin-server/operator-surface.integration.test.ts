import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHealth } from '../health/health.ts';
import { createLogger } from '../logger/create-logger.ts';
import { type AdminServer, createAdminServer } from './admin-server.ts';
import type { OperatorRequest } from './operator-surface.ts';

const TOKEN = 'operator-token';
let server: AdminServer;
let port: number;
let asked: OperatorRequest[];
let registry: Registry;

beforeEach(async () => {
  asked = [];
  registry = new Registry();
  server = createAdminServer({
    host: '127.0.0.1',
    port: 0,
    logger: createLogger({ service: 'test', level: 'silent' }),
    registry,
    health: createHealth(),
    operator: {
      token: TOKEN,
      answer: async (request) => {
        asked.push(request);
        return request.path === '/operator/things'
          ? { status: 201, body: { made: true }, headers: { 'Retry-After': '2' } }
          : null;
      },
    },
  });
  port = await server.listen();
});
afterEach(() => server.close());

const ask = (path: string, init: RequestInit = {}, token = TOKEN) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    ...init,
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
  });

test('what is behind the token is asked with what the operator sent', async () => {
  const answer = await ask('/operator/things?a=1', { method: 'POST', body: '{"b":2}' });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(await answer.json()).toEqual({ made: true });
  expect(asked).toMatchObject([{ method: 'POST', path: '/operator/things', body: { b: 2 } }]);
  expect(asked[0]?.query.get('a')).toBe('1');
  expect((await ask('/operator/nothing')).status).toBe(404);
});

test('wrong tokens have a budget by address, are counted, and never stand in the way of the right one', async () => {
  const statuses = [];
  for (let times = 0; times < 13; times += 1)
    statuses.push((await ask('/operator/things', {}, 'wrong')).status);
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429, 429]);
  const refused = await ask('/operator/things', {}, 'wrong');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ error: { code: 'rate_limited' } });
  expect((await ask('/operator/things', {}, '')).status).toBe(401);
  expect((await ask('/operator/things')).status).toBe(201);
  expect(await registry.metrics()).toContain('taskfold_operator_wrong_tokens_total 14');
});

test('nobody is let in without it, and nothing is told of what is there', async () => {
  for (const token of ['', 'wrong', `${TOKEN}x`]) {
    for (const path of ['/operator/things', '/operator/nothing']) {
      const answer = await ask(path, {}, token);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    }
  }
  expect(asked).toEqual([]);
  expect((await ask('/livez', {}, '')).status).toBe(200);
});

test('every answer names its request, by the id that came or by a new one', async () => {
  const ask = (headers: Record<string, string>, path = '/operator/nothing') =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${TOKEN}`, ...headers } });
  const missing = await ask({ 'x-request-id': 'mine' });
  expect(missing.headers.get('x-request-id')).toBe('mine');
  expect(await missing.json()).toMatchObject({ error: { retryable: false, request_id: 'mine' } });
  const other = await ask({ 'x-request-id': 'not one id' }, '/operator/things');
  expect(other.headers.get('x-request-id')).toMatch(/^req_/);
  expect(asked.at(-1)?.requestId).toBe(other.headers.get('x-request-id'));
});

test('bodies are read up to a size, and as JSON', async () => {
  const post = (body: string) => ask('/operator/things', { method: 'POST', body });
  expect((await post('{')).status).toBe(400);
  expect((await post(`"${'x'.repeat(70_000)}"`)).status).toBe(400);
  expect((await ask('/operator/things')).status).toBe(201);
});
