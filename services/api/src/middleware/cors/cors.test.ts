import { describe, expect, it } from 'vitest';
import { createApp } from '../../app.ts';
import { configSchema } from '../../config.ts';
import { ApiError } from '../../errors/api-error.ts';
import { askInProcess } from '../../testing/in-process.ts';

const APP = 'https://app.example';

function setUp(origins: readonly string[]) {
  const app = createApp({
    routes: [
      {
        method: 'GET',
        template: '/thing',
        scope: 'tasks:read',
        handle: () => ({ status: 200, headers: ['Vary', 'Authorization'], body: '{}' }),
      },
      {
        method: 'GET',
        template: '/broken',
        scope: null,
        handle: () => {
          throw new Error('broken');
        },
      },
    ],
    authenticate: () => {
      throw new ApiError('unauthorized');
    },
    observers: [],
    corsOrigins: origins,
    requestTimeLimitMs: 5000,
    maxUrlLength: 100,
  });
  return (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    askInProcess(app, { path, method, headers });
}

const preflight = (origin: string, headers = 'authorization,content-type') => ({
  origin,
  'access-control-request-method': 'POST',
  'access-control-request-headers': headers,
});

describe('CORS', () => {
  it('is off unless origins are given', async () => {
    const ask = setUp([]);
    for (const answer of [
      await ask('/thing', { origin: APP }),
      await ask('/thing', preflight(APP), 'OPTIONS'),
    ]) {
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(answer.headers).not.toHaveProperty('vary');
    }
  });

  it('answers the preflight of a page that may ask, without a key and on every path', async () => {
    const ask = setUp([APP]);
    for (const path of ['/thing', '/none', `/${'x'.repeat(200)}`]) {
      const answer = await ask(path, preflight(APP, 'authorization, ce-type, x-evil'), 'OPTIONS');
      expect(answer.status).toBe(204);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': APP,
        'access-control-max-age': '7200',
        'x-request-id': expect.stringMatching(/^req_/),
        vary: expect.stringContaining('Origin'),
      });
      const allowed = answer.headers['access-control-allow-headers'];
      expect(allowed).toContain('Authorization');
      expect(allowed).toContain('ce-type');
      expect(allowed).not.toContain('x-evil');
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });

  it('says on errors, too, that the page may read them, and what of the headers', async () => {
    const ask = setUp([APP]);
    for (const [path, status] of [
      ['/thing', 401],
      ['/none', 404],
      ['/broken', 500],
      [`/${'x'.repeat(200)}`, 414],
    ] as const) {
      const answer = await ask(path, { origin: APP });
      expect(answer.status).toBe(status);
      expect(answer.headers['access-control-allow-origin']).toBe(APP);
      expect(answer.headers['access-control-expose-headers']).toContain('RateLimit-Policy');
      expect(answer.headers.vary).toContain('Origin');
    }
  });

  it.each([
    'https://evil.example',
    'https://app.example.evil.example',
    'https://APP.example',
    'http://app.example',
    'https://app.example:444',
    'null',
    '',
  ])('lets no page of another origin ask: %j', async (origin) => {
    const ask = setUp([APP]);
    const refused = await ask('/thing', preflight(origin), 'OPTIONS');
    expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
    const answer = await ask('/thing', { origin });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(answer.headers.vary).toContain('Origin');
  });

  it('leaves an OPTIONS that is no preflight to its route', async () => {
    const answer = await setUp([APP])('/thing', { origin: APP }, 'OPTIONS');
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({ allow: 'GET, HEAD, OPTIONS', 'access-control-allow-origin': APP });
  });

  it('lets all ask where that is said', async () => {
    const answer = await setUp(['*'])('/thing', { origin: 'https://any.example' });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });
});

describe('CORS_ORIGINS', () => {
  const of = (CORS_ORIGINS: string) =>
    configSchema.safeParse({ DATABASE_URL: 'postgres://h/d', KAFKA_BROKERS: 'k:1', CORS_ORIGINS });

  it.each([
    ['', []],
    [' https://a.example , http://localhost:5173,', ['https://a.example', 'http://localhost:5173']],
    ['*', ['*']],
    ['capacitor://localhost', ['capacitor://localhost']],
  ])('is a list of exact origins: %j', (text, origins) => {
    expect(of(text).data?.CORS_ORIGINS).toEqual(origins);
  });

  it.each([
    ['https://a.example/', 'write it as https://a.example'],
    ['https://a.example:443', 'write it as https://a.example'],
    ['https://A.example', 'write it as https://a.example'],
    ['https://*.example', 'every origin is written out'],
    ['a.example', 'is no origin'],
    ['null', 'is no origin'],
    ['*,https://a.example', '* alone'],
  ])('refuses what no browser sends, and says what to write: %j', (text, sentence) => {
    const problems = of(text).error?.issues.map(({ message }) => message);
    expect(problems?.join()).toContain(sentence);
  });
});
