import { readToken } from '@taskfold/contract';
import { at, sampleEvent } from '@taskfold/fold/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import { errorOf } from '../testing/small-app.ts';

const api = apiOnDatabase({ KEY_CACHE_MS: '100', RATE_LIMIT_PER_MINUTE: '1000' });
let key = '';

/** u1 has two tasks, u2 one. */
const TASKS = { task_1: 'u1', task_2: 'u1', task_3: 'u2' };

beforeAll(async () => {
  key = await api.key('tenant_a', ['tasks:read', 'tasks:cancel', 'events:write', 'admin']);
  await api.key('tenant_b');
  const created = (taskId: string, user: string, tenantId = 'tenant_a') =>
    sampleEvent(
      'task.created',
      { capability: 'c', model: 'm', metadata: { user }, client_request_id: `req_${taskId}` },
      { tenantId, taskId, time: at(Number(taskId.at(-1))) },
    );
  await api.append(Object.entries(TASKS).map(([taskId, user]) => created(taskId, user)));
  await api.append([created('task_1', 'u1', 'tenant_b')]);
});

const json = ({ body }: { body: string }) => JSON.parse(body);
const codeOf = ({ body }: { body: string }) => errorOf(body).code;
const make = (body: object, by = key) =>
  api.ask(by, '/v1/tokens', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
const tokenFor = async (body: object) => json(await make(body)).token as string;
const idsOf = (answer: { body: string }) =>
  json(answer).data.map((task: { task_id: string }) => task.task_id);

describe('POST /v1/tokens', () => {
  it('makes a token of a task or of a filter, for ten minutes unless it says otherwise', async () => {
    const answer = await make({ task_id: 'task_1' });
    expect(answer.status).toBe(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    const made = readToken.strict().parse(json(answer));
    expect(made).toMatchObject({ task_id: 'task_1', filter: null });
    const seconds = (Date.parse(made.expires_at) - Date.now()) / 1000;
    expect(Math.abs(seconds - 600)).toBeLessThan(30);
    const filter = { project_id: 'p', metadata: { user: 'ü' } };
    expect(json(await make({ filter, expires_in: 30 }))).toMatchObject({ filter, task_id: null });
  });

  it.each([
    [{}, '/task_id'],
    [{ task_id: 't', filter: { project_id: 'p' } }, '/task_id'],
    [{ filter: {} }, '/filter'],
    [{ filter: { metadata: {} } }, '/filter'],
    [{ filter: { status: 'failed' } }, '/filter/status'],
    [{ task_id: 't', expires_in: 29 }, '/expires_in'],
    [{ task_id: 't', expires_in: 3601 }, '/expires_in'],
    [{ task_id: 't', tenant_id: 'tenant_b' }, '/tenant_id'],
  ])('refuses %j', async (body, param) => {
    const answer = await make(body);
    expect(answer.status).toBe(422);
    expect(errorOf(answer.body)).toMatchObject({ param });
  });
});

it('refuses a filter that would not fit into a URL', async () => {
  const pairs = Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v'.repeat(500)]);
  const answer = await make({ filter: { metadata: Object.fromEntries(pairs) } });
  expect(errorOf(answer.body)).toMatchObject({ code: 'invalid_request', param: '/filter' });
});

describe('a token of one task', () => {
  it('reads that task and what belongs to it, as header and in the URL', async () => {
    const token = await tokenFor({ task_id: 'task_1' });
    for (const path of [
      '/v1/tasks/task_1',
      '/v1/tasks/task_1/events',
      '/v1/tasks/task_1/callback/attempts',
    ]) {
      expect((await api.ask(token, path)).status, path).toBe(200);
      const inUrl = await api.askWithout(`${path}?access_token=${token}`);
      expect(inUrl.status, path).toBe(200);
      expect(inUrl.headers['referrer-policy']).toBe('no-referrer');
      expect(inUrl.headers['cache-control']).toMatch(/private|no-store/);
    }
    const stream = await api.open(token, '/v1/tasks/task_1/stream');
    expect((await stream.next())?.event).toBe('snapshot');
  });

  it('sees no other task, and no list', async () => {
    const token = await tokenFor({ task_id: 'task_1' });
    const [other, none] = [await api.ask(token, '/v1/tasks/task_2'), await api.ask(token, '/v1/tasks/none')];
    expect([other.status, codeOf(other)]).toEqual([404, 'task_not_found']);
    expect(errorOf(other.body)).toEqual(errorOf(none.body));
    for (const path of ['/v1/tasks', '/v1/tasks?ids=task_1', '/v1/task-updates', '/v1/usage', '/v1/keys']) {
      expect(codeOf(await api.ask(token, path)), path).toBe('forbidden');
    }
    for (const path of ['/v1/tasks/task_1/cancel', '/v1/events']) {
      expect(codeOf(await api.ask(token, path, { method: 'POST' })), path).toBe('forbidden');
    }
    expect(codeOf(await make({ task_id: 'task_1' }, token))).toBe('forbidden');
    expect(codeOf(await api.ask(token, '/v1/tasks/task_1', { method: 'DELETE' }))).toBe('forbidden');
  });
});

describe('a token of a filter', () => {
  it('reads the tasks to which it applies, by id, in lists and in the feed', async () => {
    const token = await tokenFor({ filter: { metadata: { user: 'u1' } } });
    expect((await api.ask(token, '/v1/tasks/task_2')).status).toBe(200);
    expect((await api.ask(token, '/v1/tasks/task_3')).status).toBe(404);
    expect((await api.ask(token, '/v1/tasks/task_3/events')).status).toBe(404);
    expect((await api.ask(token, '/v1/tasks/task_3/stream')).status).toBe(404);
    expect(idsOf(await api.ask(token, '/v1/tasks'))).toEqual(['task_2', 'task_1']);
    expect(idsOf(await api.ask(token, '/v1/tasks?ids=task_3,task_1'))).toEqual(['task_1']);
    const feed = await api.ask(token, '/v1/task-updates?from=oldest');
    expect(new Set(idsOf(feed))).toEqual(new Set(['task_1', 'task_2']));
    expect(codeOf(await api.ask(token, '/v1/usage'))).toBe('forbidden');
  });

  it('cannot be widened by what is asked', async () => {
    const token = await tokenFor({ filter: { metadata: { user: 'u1' } } });
    for (const [query, ids] of [
      ['metadata[user]=u2', []],
      ['metadata[user]=u1&client_request_id=req_task_1', ['task_1']],
      ['client_request_id=req_task_3', []],
    ] as const) {
      expect(idsOf(await api.ask(token, `/v1/tasks?${query}`)), query).toEqual(ids);
    }
    const first = json(await api.ask(token, '/v1/tasks?limit=1'));
    const second = await api.ask(token, `/v1/tasks?limit=1&cursor=${first.next_cursor}`);
    expect(idsOf(second)).toEqual(['task_1']);
    const ofAll = json(await api.ask(key, '/v1/tasks?limit=1'));
    const borrowed = await api.ask(token, `/v1/tasks?limit=1&cursor=${ofAll.next_cursor}`);
    expect(codeOf(borrowed)).toBe('invalid_cursor');
    const other = await tokenFor({ filter: { client_request_id: 'req_task_3' } });
    expect(idsOf(await api.ask(other, '/v1/tasks'))).toEqual(['task_3']);
  });
});

describe('a token', () => {
  it('in the URL is for reading alone, and comes alone', async () => {
    const token = await tokenFor({ task_id: 'task_1' });
    const path = `/v1/tasks/task_1?access_token=${token}`;
    expect(codeOf(await api.ask(key, path))).toBe('invalid_api_key');
    expect(codeOf(await api.askWithout(`${path}&access_token=${token}`))).toBe('invalid_api_key');
    expect(codeOf(await api.askWithout(`/v1/tasks/task_1?access_token=${key}`))).toBe('invalid_api_key');
    const posted = await api.askWithout(`/v1/tasks/task_1/cancel?access_token=${token}`, { method: 'POST' });
    expect(codeOf(posted)).toBe('invalid_api_key');
    const refused = await api.askWithout(`/v1/tasks?access_token=${token}x&limit=0`);
    expect(refused.status).toBe(401);
    expect(refused.body).not.toContain(token);
  });

  it('spends the budget of the key that it was made with', async () => {
    const token = await tokenFor({ task_id: 'task_1' });
    const left = ({ headers }: { headers: object }) =>
      Number(/r=(\d+)/.exec(String((headers as Record<string, string>).ratelimit))?.[1]);
    const before = left(await api.ask(key, '/v1/tasks/task_1'));
    await Promise.all(Array.from({ length: 200 }, () => api.ask(token, '/v1/tasks/task_1')));
    // It grows by 17 a second meanwhile.
    expect(left(await api.ask(key, '/v1/tasks/task_1'))).toBeLessThan(before - 100);
  });

  it('ends with the key that it was made with, and so does what it streams', async () => {
    const made = await api.ask(key, '/v1/keys', {
      method: 'POST',
      body: JSON.stringify({ name: 'n', scopes: ['tasks:read'] }),
      headers: { 'content-type': 'application/json' },
    });
    const { key: issuer, key_id: id } = json(made);
    const { token } = json(await make({ task_id: 'task_1' }, issuer));
    const stream = await api.open(token, '/v1/tasks/task_1/stream');
    await stream.next();
    await api.ask(key, `/v1/keys/${id}`, { method: 'DELETE' });
    await expect
      .poll(async () => (await api.ask(token, '/v1/tasks/task_1')).status, { timeout: 5000 })
      .toBe(401);
    expect(await stream.next()).toBeNull();
  });
});
