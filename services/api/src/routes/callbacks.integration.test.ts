import { randomBytes } from 'node:crypto';
import {
  callbackAttemptsPage,
  callbackRedelivery,
  callbackSecretList,
  newCallbackSecret,
} from '@taskfold/contract';
import { at, sampleEvent } from '@taskfold/fold/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import { errorOf } from '../testing/small-app.ts';

const api = apiOnDatabase({ CALLBACK_KEYS: `k:${randomBytes(32).toString('base64')}` });
const withoutKeys = apiOnDatabase();
let reader = '';
let admin = '';
let other = '';
let made = 0;

beforeAll(async () => {
  reader = await api.key('tenant_a', ['tasks:read', 'tasks:cancel']);
  admin = await api.key('tenant_a', ['admin']);
  other = await api.key('tenant_b', ['tasks:read', 'tasks:cancel', 'admin']);
});

const json = ({ body }: { body: string }) => JSON.parse(body);
const codeOf = ({ body }: { body: string }) => errorOf(body).code;
const post = (key: string, path: string) => api.ask(key, path, { method: 'POST' });

async function endedTask(
  callback: { url: string } | null = { url: 'https://hooks.example/a' },
): Promise<string> {
  const taskId = `task_${++made}`;
  const identity = { tenantId: 'tenant_a', taskId };
  const created = { capability: 'c', model: 'm', ...(callback && { callback }) };
  await api.append([
    sampleEvent('task.created', created, identity),
    sampleEvent('task.succeeded', {}, { ...identity, time: at(60) }),
  ]);
  return `/v1/tasks/${taskId}`;
}

async function attempted(path: string, attempts: number): Promise<void> {
  await api.sql(
    `INSERT INTO callback_attempts (tenant_id, task_id, type, attempt, recorded_at, delivery_id, started_at, duration_ms,
       outcome, error, status_code, next_attempt_at, response_start, kafka_partition)
     SELECT 'tenant_a', $1, 'task.succeeded', attempt, now() + attempt * interval '1 ms', 'cb_x', now(), 12, 'retrying',
       'http_5xx', 503, now(), 'what it said', 0
     FROM generate_series(1, $2::int) AS attempt`,
    [path.split('/').at(-1), attempts],
  );
}

describe('GET /v1/tasks/{task_id}/callback/attempts', () => {
  it('answers the delivery log page by page, without what the receiver said', async () => {
    const path = await endedTask();
    await attempted(path, 5);
    const seen: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer = await api.ask(
        reader,
        `${path}/callback/attempts?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      expect(answer.status).toBe(200);
      expect(answer.body).not.toContain('what it said');
      const page = callbackAttemptsPage.strict().parse(json(answer));
      expect(page.data.length).toBeLessThanOrEqual(2);
      expect(page.data[0]).toMatchObject({ outcome: 'retrying', error: 'http_5xx', status_code: 503 });
      seen.push(...page.data.map(({ attempt }) => attempt));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('is empty before the first, and is not there for others', async () => {
    const path = await endedTask();
    expect(json(await api.ask(reader, `${path}/callback/attempts`)).data).toEqual([]);
    expect(codeOf(await api.ask(other, `${path}/callback/attempts`))).toBe('task_not_found');
    expect(codeOf(await api.ask(reader, `${path}/callback/attempts?cursor=x`))).toBe('invalid_cursor');
    expect(codeOf(await api.ask(admin, `${path}/callback/attempts`))).toBe('forbidden');
  });
});

describe('POST /v1/tasks/{task_id}/callback/redeliver', () => {
  it('makes the end of a task due again, with the same id', async () => {
    const path = await endedTask();
    const answer = await post(reader, `${path}/callback/redeliver`);
    expect(answer.status).toBe(202);
    const redelivery = callbackRedelivery.strict().parse(json(answer));
    expect(redelivery).toMatchObject({ type: 'task.succeeded', delivery_id: expect.stringMatching(/^cb_/) });
    expect(json(await post(reader, `${path}/callback/redeliver`))).toEqual(redelivery);
  });

  it('is refused where there is nothing to tell, and to others', async () => {
    expect(codeOf(await post(reader, `${await endedTask(null)}/callback/redeliver`))).toBe(
      'callback_not_configured',
    );
    const path = await endedTask();
    expect(codeOf(await post(other, `${path}/callback/redeliver`))).toBe('task_not_found');
    expect(codeOf(await post(admin, `${path}/callback/redeliver`))).toBe('forbidden');
    expect(codeOf(await post(reader, '/v1/tasks/none/callback/redeliver'))).toBe('task_not_found');
  });
});

describe('/v1/callback-secrets', () => {
  it('shows a new secret once, and keeps the old one for a day', async () => {
    expect(callbackSecretList.parse(json(await api.ask(admin, '/v1/callback-secrets'))).data).toEqual([]);
    const first = newCallbackSecret.strict().parse(json(await post(admin, '/v1/callback-secrets')));
    const answer = await post(admin, '/v1/callback-secrets');
    expect(answer.status).toBe(201);
    const second = newCallbackSecret.strict().parse(json(answer));
    expect(second.secret).toMatch(/^whsec_/);
    const list = await api.ask(admin, '/v1/callback-secrets');
    const { data } = callbackSecretList.strict().parse(json(list));
    expect(data.map(({ secret_id }) => secret_id)).toEqual([second.secret_id, first.secret_id]);
    expect(data.map(({ expires_at }) => expires_at === null)).toEqual([true, false]);
    expect(list.body).not.toContain('whsec_');
    expect(json(await api.ask(other, '/v1/callback-secrets')).data).toEqual([]);
  });

  it('ends one that was replaced at once, and never the current one', async () => {
    const key = await api.key('tenant_c', ['admin']);
    const made = [];
    for (let times = 0; times < 5; times += 1)
      made.push(json(await post(key, '/v1/callback-secrets')).secret_id);
    expect(codeOf(await post(key, '/v1/callback-secrets'))).toBe('too_many_callback_secrets');
    const revoke = (id: string, by = key) => api.ask(by, `/v1/callback-secrets/${id}`, { method: 'DELETE' });
    expect(codeOf(await revoke(made[4]))).toBe('callback_secret_current');
    for (const answer of [await revoke(made[0], other), await revoke('no-uuid')]) {
      expect(codeOf(answer)).toBe('callback_secret_not_found');
    }
    expect(codeOf(await revoke(made[0], reader))).toBe('forbidden');
    const revoked = await revoke(made[0]);
    expect(revoked.status).toBe(200);
    expect(Date.parse(json(revoked).expires_at)).toBeLessThanOrEqual(Date.now() + 1000);
    expect(json(await revoke(made[0]))).toEqual(json(revoked));
    const { data } = json(await api.ask(key, '/v1/callback-secrets'));
    expect(data.map(({ secret_id }: { secret_id: string }) => secret_id)).toEqual(made.slice(1).reverse());
    expect((await post(key, '/v1/callback-secrets')).status).toBe(201);
  });

  it('is for admins', async () => {
    expect(codeOf(await api.ask(reader, '/v1/callback-secrets'))).toBe('forbidden');
    expect(codeOf(await post(reader, '/v1/callback-secrets'))).toBe('forbidden');
  });

  it('says that it cannot, without keys to encrypt with', async () => {
    const key = await withoutKeys.key('tenant_a', ['admin']);
    const answer = await withoutKeys.ask(key, '/v1/callback-secrets', { method: 'POST' });
    expect(codeOf(answer)).toBe('service_unavailable');
    expect((await withoutKeys.ask(key, '/v1/callback-secrets')).status).toBe(200);
  });
});
