import { generateApiKey } from '@taskfold/access';
import { apiKey, apiKeyList, newApiKey } from '@taskfold/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import type { Answer } from '../testing/in-process.ts';
import { errorOf } from '../testing/small-app.ts';

const api = apiOnDatabase({
  KEY_CACHE_MS: '200',
  AUTH_FAILURES_PER_MINUTE: '50',
  MAX_KEYS_PER_TENANT: '25',
});
let admin = '';
let other = '';

beforeAll(async () => {
  admin = await api.key('tenant_a', ['admin', 'tasks:read']);
  other = await api.key('tenant_b', ['admin', 'tasks:read']);
});

const json = ({ body }: Answer) => JSON.parse(body);
const post = (path: string, body: unknown, by = admin) =>
  api.ask(by, path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
const tasks = (key: string) => api.ask(key, '/v1/tasks');

describe('/v1/keys', () => {
  it('makes a key that works at once, and shows it in that answer alone', async () => {
    const answer = await post('/v1/keys', { name: 'Site ü', scopes: ['tasks:read', 'tasks:read'] });
    expect(answer.status).toBe(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    const made = newApiKey.strict().parse(json(answer));
    expect(made).toMatchObject({ name: 'Site ü', scopes: ['tasks:read'], project_id: 'default' });
    expect((await tasks(made.key)).status).toBe(200);
    const list = await api.ask(admin, '/v1/keys');
    expect(list.body).not.toContain(made.key);
    const { data } = apiKeyList.strict().parse(json(list));
    expect(data.map(({ key_id }) => key_id)).toContain(made.key_id);
  });

  it('lists page by page, and the own tenant alone', async () => {
    const made = json(await post('/v1/keys', { name: 'n', scopes: ['tasks:read'] }));
    const first = json(await api.ask(admin, '/v1/keys?limit=1'));
    expect(first).toMatchObject({ data: [{ key_id: made.key_id }], has_more: true });
    const second = json(await api.ask(admin, `/v1/keys?limit=1&cursor=${first.next_cursor}`));
    expect(second.data[0].key_id).not.toBe(made.key_id);
    const foreign = await api.ask(other, `/v1/keys?limit=1&cursor=${first.next_cursor}`);
    expect(errorOf(foreign.body).code).toBe('invalid_cursor');
    expect(json(await api.ask(other, '/v1/keys')).data).toHaveLength(1);
  });

  it('revokes, effective within what the cache allows', async () => {
    const { key, key_id: id } = json(await post('/v1/keys', { name: 'n', scopes: ['tasks:read'] }));
    expect((await tasks(key)).status).toBe(200);
    const revoked = await api.ask(admin, `/v1/keys/${id}`, { method: 'DELETE' });
    expect(apiKey.strict().parse(json(revoked)).revoked_at).not.toBeNull();
    await expect.poll(async () => (await tasks(key)).status, { timeout: 5000 }).toBe(401);
    expect(json(await api.ask(admin, `/v1/keys/${id}`, { method: 'DELETE' }))).toEqual(json(revoked));
    expect((await post(`/v1/keys/${id}/rotate`, {})).status).toBe(404);
  });

  it('rotates, and both work for the grace', async () => {
    const old = json(await post('/v1/keys', { name: 'n', scopes: ['tasks:read'] }));
    const rotated = json(await post(`/v1/keys/${old.key_id}/rotate`, { grace_seconds: 1 }));
    expect(rotated).toMatchObject({ name: 'n', scopes: ['tasks:read'] });
    expect((await tasks(rotated.key)).status).toBe(200);
    expect((await tasks(old.key)).status).toBe(200);
    await expect.poll(async () => (await tasks(old.key)).status, { timeout: 5000 }).toBe(401);
    expect((await tasks(rotated.key)).status).toBe(200);
  });

  it('expires', async () => {
    const expires_at = new Date(Date.now() + 700).toISOString();
    const { key } = json(await post('/v1/keys', { name: 'n', scopes: ['tasks:read'], expires_at }));
    expect((await tasks(key)).status).toBe(200);
    await expect.poll(async () => (await tasks(key)).status, { timeout: 5000 }).toBe(401);
  });

  it('refuses what is not right, and the keys of others', async () => {
    const { key_id: id } = json(await post('/v1/keys', { name: 'n', scopes: ['tasks:read'] }));
    for (const [body, param] of [
      [{ name: '', scopes: ['tasks:read'] }, '/name'],
      [{ name: 'n', scopes: [] }, '/scopes'],
      [{ name: 'n', scopes: ['everything'] }, '/scopes/0'],
      [{ name: 'n', scopes: ['admin'], project_id: 'none' }, '/project_id'],
      [{ name: 'n', scopes: ['admin'], expires_at: 'soon' }, '/expires_at'],
      [{ name: 'n', scopes: ['admin'], tenant_id: 'tenant_b' }, '/tenant_id'],
    ] as const) {
      const answer = await post('/v1/keys', body);
      expect(answer.status, param).toBe(422);
      expect(errorOf(answer.body)).toMatchObject({ param });
    }
    for (const path of [
      `/v1/keys/${id}`,
      '/v1/keys/no-uuid',
      '/v1/keys/018f6f1e-5a0c-7c31-9b1e-0d6f5f0a9c3e',
    ]) {
      const answer = await api.ask(other, path, { method: 'DELETE' });
      expect(answer.status).toBe(404);
      expect(errorOf(answer.body).code).toBe('key_not_found');
      expect((await post(`${path}/rotate`, {}, other)).status).toBe(404);
    }
    const reader = await api.key('tenant_a', ['tasks:read']);
    expect((await api.ask(reader, '/v1/keys')).status).toBe(403);
  });

  it('makes no key that may do more than the one that makes it, not by rotation either', async () => {
    const lesser = await api.key('tenant_c', ['admin']);
    const stronger = await api.key('tenant_c', ['admin', 'tasks:read', 'billing:write']);
    const made = json(await post('/v1/keys', { name: 'n', scopes: ['billing:write'] }, stronger));
    for (const scopes of [['tasks:read'], ['admin', 'billing:write']]) {
      const refused = await post('/v1/keys', { name: 'n', scopes }, lesser);
      expect(refused.status).toBe(403);
      expect(errorOf(refused.body)).toMatchObject({
        code: 'forbidden',
        message: expect.stringMatching(/lacks/),
      });
    }
    const rotated = await post(`/v1/keys/${made.key_id}/rotate`, {}, lesser);
    expect(rotated.status).toBe(403);
    expect(rotated.body).not.toContain('sk-');
    expect((await post('/v1/keys', { name: 'n', scopes: ['admin'] }, lesser)).status).toBe(201);
    expect((await post(`/v1/keys/${made.key_id}/rotate`, {}, stronger)).status).toBe(201);
  });

  it('makes so many keys of a tenant and no more, however many ask at once', async () => {
    const maker = await api.key('tenant_d', ['admin']);
    const make = (more = {}) => post('/v1/keys', { name: 'n', scopes: ['admin'], ...more }, maker);
    const answers = await Promise.all(Array.from({ length: 30 }, () => make()));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(24);
    const refused = answers.find(({ status }) => status !== 201);
    expect(refused?.status).toBe(409);
    expect(errorOf(refused?.body ?? '')).toMatchObject({ code: 'too_many_keys', retryable: false });

    const { key_id: id } = json(answers.find(({ status }) => status === 201) as Answer);
    expect(errorOf((await post(`/v1/keys/${id}/rotate`, {}, maker)).body).code).toBe('too_many_keys');
    const rotated = await post(`/v1/keys/${id}/rotate`, { grace_seconds: 0 }, maker);
    expect(rotated.status).toBe(201);
    expect((await make()).status).toBe(409);
    await api.ask(maker, `/v1/keys/${json(rotated).key_id}`, { method: 'DELETE' });
    expect((await make({ expires_at: new Date(Date.now() + 300).toISOString() })).status).toBe(201);
    await expect.poll(async () => (await make()).status, { timeout: 5000 }).toBe(201);
    expect((await post('/v1/keys', { name: 'n', scopes: ['tasks:read'] })).status).toBe(201);
  });

  it('serves good keys, known and new, beside a flood of bad ones from the same address', async () => {
    const bad = Array.from({ length: 300 }, () => generateApiKey());
    const flood = Promise.all(bad.map(async (key) => (await tasks(key)).status));
    const known = await api.key('tenant_a');
    const answers = [];
    for (let times = 0; times < 8; times += 1) {
      answers.push((await tasks(known)).status, (await tasks(await api.key('tenant_a'))).status);
    }
    expect(new Set(answers)).toEqual(new Set([200]));
    const refused = (await flood).filter((status) => status === 429);
    expect(refused.length).toBeGreaterThan(200);
    // One more a second may try.
    const more = async () => Number((await tasks(generateApiKey())).headers['retry-after']);
    await expect.poll(more, { interval: 0 }).toBeGreaterThan(0);
    expect((await tasks('sk-malformed')).status).toBe(401);
  });
});
