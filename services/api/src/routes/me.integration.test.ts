import { me } from '@taskfold/contract';
import { expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import type { Answer } from '../testing/in-process.ts';
import { errorOf } from '../testing/small-app.ts';

const api = apiOnDatabase({ RATE_LIMIT_PER_MINUTE: '60' });

const json = ({ body }: Answer) => JSON.parse(body);
const post = (by: string, path: string, body: object) =>
  api.ask(by, path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
const nobody = { task_id: null, filter: null };

it('tells a key of any scope whose it is, what it may do and until when', async () => {
  const admin = await api.key('tenant_a', ['admin', 'events:write']);
  const first = json(await api.ask(admin, '/v1/keys?limit=1')).data[0];
  const answer = await api.ask(admin, '/v1/me');
  expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
  expect(me.strict().parse(json(answer))).toEqual({
    object: 'me',
    kind: 'api_key',
    tenant_id: 'tenant_a',
    project_id: 'default',
    key_id: first.key_id,
    scopes: first.scopes,
    expires_at: null,
    ...nobody,
  });

  const expires_at = new Date(Date.now() + 60_000).toISOString();
  const made = json(await post(admin, '/v1/keys', { name: 'n', scopes: ['events:write'], expires_at }));
  expect(json(await api.ask(made.key, '/v1/me'))).toMatchObject({
    key_id: made.key_id,
    scopes: ['events:write'],
    expires_at,
  });
});

it('tells a read token the same, and what it is narrowed to', async () => {
  const key = await api.key('tenant_b');
  const { key_id, tenant_id } = json(await api.ask(key, '/v1/me'));
  const of = { object: 'me', kind: 'read_token', tenant_id, key_id, scopes: ['tasks:read'] };

  const one = json(await post(key, '/v1/tokens', { task_id: 'task_1' }));
  const answer = await api.ask(one.token, '/v1/me');
  expect(me.strict().parse(json(answer))).toMatchObject({ ...of, ...nobody, task_id: 'task_1' });
  expect(json(answer).expires_at).toBe(one.expires_at);
  expect(json(await api.askWithout(`/v1/me?access_token=${one.token}`))).toEqual(json(answer));

  const filter = { project_id: 'p', metadata: { user: 'ü' } };
  const many = json(await post(key, '/v1/tokens', { filter }));
  expect(json(await api.ask(many.token, '/v1/me'))).toMatchObject({
    ...of,
    task_id: null,
    filter: { project_id: 'p', client_request_id: null, metadata: { user: 'ü' } },
  });
});

it('tells nobody else anything, takes no parameters, and counts as a request', async () => {
  const key = await api.key('tenant_c', []);
  expect(json(await api.ask(key, '/v1/me')).scopes).toEqual([]);
  expect(errorOf((await api.ask('sk-unknown', '/v1/me')).body).code).toBe('invalid_api_key');
  expect((await api.ask('', '/v1/me')).status).toBe(401);
  expect(errorOf((await api.ask(key, '/v1/me?tenant_id=tenant_a')).body)).toMatchObject({
    code: 'invalid_request',
    param: '/tenant_id',
  });
  expect((await api.ask(key, '/v1/me', { method: 'POST' })).status).toBe(405);

  const { headers } = await api.ask(key, '/v1/me');
  expect(headers.ratelimit).toMatch(/r=\d+/);
  const answers = await Promise.all(Array.from({ length: 70 }, () => api.ask(key, '/v1/me')));
  expect(answers.some(({ status }) => status === 429)).toBe(true);
});
