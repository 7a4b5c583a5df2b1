import { describe, expect, it } from 'vitest';
import { createApp } from '../../app.ts';
import { contextOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import { askInProcess } from '../../testing/in-process.ts';
import { errorOf } from '../../testing/small-app.ts';
import { rateLimit } from './rate-limit.ts';

function setUp(perTenant = 1000) {
  const clock = { now: 0 };
  const app = createApp({
    routes: [
      {
        method: 'GET',
        template: '/thing',
        scope: 'tasks:read',
        handle: () => ({ status: 200, headers: [], body: '{}' }),
      },
      {
        method: 'POST',
        template: '/thing',
        scope: 'admin',
        handle: () => ({ status: 200, headers: [], body: '{}' }),
      },
    ],
    authenticate: (request, response, next) => {
      const keyId = request.headers.authorization;
      if (keyId === undefined) throw new ApiError('unauthorized');
      contextOf(response).caller = {
        keyId,
        tenantId: keyId.slice(0, 1),
        projectId: 'p',
        scopes: new Set(['tasks:read'] as const),
        expiresAtMs: null,
      };
      next();
    },
    limit: rateLimit({ perKey: 2, perTenant }, () => clock.now),
    observers: [],
    requestTimeLimitMs: 5000,
    maxUrlLength: 2048,
  });
  const ask = (key: string, method = 'GET') =>
    askInProcess(app, { method, path: '/thing', headers: { authorization: key } });
  return { app, ask, clock };
}

describe('the rate limit', () => {
  it('says on every answer what is left, and refuses what goes beyond', async () => {
    const { ask, clock } = setUp();
    const first = await ask('a');
    expect(first.headers).toMatchObject({
      'ratelimit-policy': '"key";q=2;w=60',
      ratelimit: '"key";r=1;t=30',
    });
    const forbidden = await ask('a', 'POST');
    expect(forbidden.status).toBe(403);
    expect(forbidden.headers.ratelimit).toBe('"key";r=0;t=60');
    const refused = await ask('a');
    expect(refused.status).toBe(429);
    expect(errorOf(refused.body)).toMatchObject({ code: 'rate_limited', retryable: true });
    expect(refused.headers).toMatchObject({ 'retry-after': '30', ratelimit: '"key";r=0;t=60' });
    expect((await ask('b')).status).toBe(200);
    clock.now = 30_000;
    expect((await ask('a')).status).toBe(200);
  });

  it('holds for all keys of a tenant together, and takes nothing from the key then', async () => {
    const { ask, clock } = setUp(3);
    expect((await ask('a1')).headers.ratelimit).toBe('"key";r=1;t=30');
    await ask('a2');
    expect((await ask('a3')).headers).toMatchObject({
      'ratelimit-policy': '"key";q=2;w=60, "tenant";q=3;w=60',
      ratelimit: '"key";r=1;t=30, "tenant";r=0;t=60',
    });
    const refused = await ask('a3');
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('20');
    expect((await ask('b1')).status).toBe(200);
    clock.now = 20_000;
    expect((await ask('a3')).status).toBe(200);
  });

  it('says nothing to those who have no key', async () => {
    const { app } = setUp();
    const answer = await askInProcess(app, { path: '/thing' });
    expect(answer.status).toBe(401);
    expect(answer.headers).not.toHaveProperty('ratelimit');
  });
});
