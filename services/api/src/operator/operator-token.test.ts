import { actBody, OPERATOR_OPERATIONS } from '@taskfold/contract';
import { createLogger } from '@taskfold/runtime';
import { Registry } from 'prom-client';
import { beforeEach, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { readJson } from '../body/read-json.ts';
import { type Ask, askInProcess } from '../testing/in-process.ts';
import { operatorRoute } from './operator-route.ts';
import { operatorToken } from './operator-token.ts';

const TOKEN = 'operator-token';
const THINGS = '/operator/tenants/acme/disable';
let asked: unknown[];
let registry: Registry;
let app: ReturnType<typeof createApp>;

beforeEach(() => {
  asked = [];
  registry = new Registry();
  app = createApp({
    routes: [
      operatorRoute(OPERATOR_OPERATIONS.disableTenant, async (request) => {
        asked.push(request.params.tenant_id);
        return readJson(actBody, request.body);
      }),
    ],
    gate: operatorToken({
      token: TOKEN,
      logger: createLogger({ service: 'test', level: 'silent' }),
      registry,
    }),
    observers: [],
    requestTimeLimitMs: 5000,
    maxUrlLength: 1000,
  });
});

function ask(path: string, more: Partial<Ask> = {}, token = TOKEN) {
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
  return askInProcess(app, {
    method: 'POST',
    body: '{"actor":"ann"}',
    ...more,
    path,
    headers: { ...headers, ...more.headers },
  });
}
const errorIn = ({ body }: { body: string }) => JSON.parse(body).error;

test('what is behind the token is asked with what the operator sent, whatever type it is said to have', async () => {
  for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
    const answer = await ask(THINGS, { headers: { 'content-type': type } });
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(JSON.parse(answer.body)).toEqual({ actor: 'ann' });
  }
  expect((await ask(THINGS)).status).toBe(200);
  expect(asked).toEqual(['acme', 'acme', 'acme', 'acme']);
  expect((await ask('/operator/nothing')).status).toBe(404);
});

test('wrong tokens have a budget by address, are counted, and never stand in the way of the right one', async () => {
  const statuses = [];
  for (let times = 0; times < 13; times += 1) statuses.push((await ask(THINGS, {}, 'wrong')).status);
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429, 429]);
  const refused = await ask(THINGS, {}, 'wrong');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(errorIn(refused)).toMatchObject({ code: 'rate_limited', retryable: true });
  expect((await ask(THINGS, {}, '')).status).toBe(401);
  expect((await ask(THINGS)).status).toBe(200);
  expect(await registry.metrics()).toContain('taskfold_operator_wrong_tokens_total 14');
});

test('nobody is let in without it, and nothing is told of what is there', async () => {
  for (const token of ['', 'wrong', `${TOKEN}x`]) {
    for (const path of [THINGS, '/operator/nothing', `${THINGS}?access_token=${TOKEN}`]) {
      const answer = await ask(path, {}, token);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
      expect(errorIn(answer).code).toBe('unauthorized');
    }
  }
  expect(asked).toEqual([]);
});

test('every answer names its request, by the id that came or by a new one', async () => {
  const missing = await ask('/operator/nothing', { headers: { 'x-request-id': 'mine' } });
  expect(missing.headers['x-request-id']).toBe('mine');
  expect(errorIn(missing)).toMatchObject({ retryable: false, request_id: 'mine' });
  const other = await ask(THINGS, { headers: { 'x-request-id': 'not one id' } });
  expect(other.headers['x-request-id']).toMatch(/^req_/);
});

test('bodies are read up to a size, and as JSON', async () => {
  expect(errorIn(await ask(THINGS, { body: '{' })).code).toBe('malformed_json');
  const large = await ask(THINGS, {
    body: `"${'x'.repeat(70_000)}"`,
    headers: { 'content-length': '70002' },
  });
  expect(errorIn(large).code).toBe('payload_too_large');
  expect(errorIn(await ask(THINGS, { body: '' })).details.errors).toMatchObject([{ param: '/actor' }]);
});
