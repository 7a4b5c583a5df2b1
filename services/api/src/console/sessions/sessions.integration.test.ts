import type { Scope } from '@taskfold/contract';
import { at, sampleEvent } from '@taskfold/fold/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiOnDatabase } from '../../testing/api-on-database.ts';
import { type CookieBrowser, cookieBrowser, OWN_PAGE } from '../../testing/cookie-browser.ts';
import type { Answer } from '../../testing/in-process.ts';
import { errorOf } from '../../testing/small-app.ts';
import { MAX_SESSIONS } from './makes-room.ts';
import { SESSION_PATH } from './session-routes.ts';

const APP = 'https://app.example';
const api = apiOnDatabase({
  KEY_CACHE_MS: '100',
  TRUSTED_PROXIES: '127.0.0.1',
  CORS_ORIGINS: APP,
  RATE_LIMIT_PER_MINUTE: '1000',
});
const withoutConsole = apiOnDatabase({ CONSOLE: 'off' });
const withoutSessions = apiOnDatabase({ CONSOLE_SESSION_HOURS: '0' });

let base = '';
beforeAll(async () => {
  base = await api.listen();
  const event = { tenantId: 'tenant_a', taskId: 'task_1', time: at(0) };
  await api.append([sampleEvent('task.created', { capability: 'c', model: 'm' }, event)]);
});

const json = ({ body }: Answer) => JSON.parse(body);
const codeOf = ({ body }: Answer) => errorOf(body).code;
const cookiesOf = ({ headers }: Answer) => headers['set-cookie'] ?? [];

/** A page of the console on this machine. */
const window = () => cookieBrowser(base, OWN_PAGE);
/** The same behind a proxy that ends TLS and passes no name on. */
const windowOverHttps = () =>
  cookieBrowser(base, { ...OWN_PAGE, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'tasks.example' });

const begin = (browser: CookieBrowser, key: string, origin = base, body: object = {}) =>
  browser.ask(SESSION_PATH, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, origin, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const signedIn = async (browser: CookieBrowser, key: string, origin = base): Promise<string> =>
  json(await begin(browser, key, origin)).session_id;
const by = (id: string, more: object = {}) => ({ headers: { 'taskfold-session': id, ...more } });
const listed = async (browser: CookieBrowser) =>
  json(await browser.ask(SESSION_PATH)).data.map(({ session_id: id }: { session_id: string }) => id);
const newKey = (scopes: readonly Scope[] = ['tasks:read', 'admin'], tenantId = 'tenant_a') =>
  api.key(tenantId, scopes);
const keyIdOf = async (key: string): Promise<string> => json(await api.ask(key, '/v1/me')).key_id;

describe('a session', () => {
  it('is made with a key, in a cookie that no page reads, and stands for that key', async () => {
    const [browser, key] = [window(), await newKey()];
    const answer = await begin(browser, key, base, { label: ' dev ' });
    expect(answer.status).toBe(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    const made = json(answer);
    expect(made).toEqual({
      object: 'console_session',
      session_id: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      tenant_id: 'tenant_a',
      key_start: key.slice(0, 12),
      label: 'dev',
      expires_at: expect.any(String),
    });
    const hours = (Date.parse(made.expires_at) - Date.now()) / 3_600_000;
    expect(Math.abs(hours - 12)).toBeLessThan(0.1);
    const [cookie = '', ...others] = cookiesOf(answer);
    expect(others).toEqual([]);
    expect(cookie).toMatch(
      new RegExp(
        `^taskfold-session-${made.session_id}=[\\w.-]+; Max-Age=43\\d{3}; Path=/; HttpOnly; SameSite=Strict$`,
      ),
    );
    expect(cookie + Buffer.from(cookie.split(/[=.]/)[1] ?? '', 'base64url')).not.toContain(key.slice(12));
    expect(json(await browser.ask(SESSION_PATH))).toEqual({ object: 'list', data: [made] });

    const me = json(await browser.ask('/v1/me', by(made.session_id)));
    expect(me).toEqual({ ...json(await api.ask(key, '/v1/me')), expires_at: made.expires_at });
    const task = await browser.ask('/v1/tasks/task_1', by(made.session_id));
    expect(task.status).toBe(200);
    expect(task.headers.vary).toContain('Taskfold-Session');
    expect(task.headers.ratelimit).toContain('"key"');
  });

  it('has the prefix and the attribute of a host over https, whether or not a proxy says so', async () => {
    const key = await newKey();
    for (const browser of [windowOverHttps(), window()]) {
      const answer = await begin(browser, key, 'https://tasks.example');
      expect(cookiesOf(answer)).toEqual([
        expect.stringMatching(/^__Host-taskfold-session-.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
      ]);
      const { session_id: id } = json(answer);
      expect((await browser.ask('/v1/me', by(id))).status).toBe(200);
      const ended = await browser.ask(`${SESSION_PATH}/${id}`, { method: 'DELETE' });
      expect(cookiesOf(ended)).toEqual([
        `__Host-taskfold-session-${id}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict`,
      ]);
    }
  });

  it('is not had over http that leaves the machine, nor taken there by the name of one that was had here', async () => {
    const [browser, key] = [window(), await newKey()];
    for (const origin of ['http://tasks.example', 'http://10.0.0.1:8080', 'null', 'nonsense'])
      expect(codeOf(await begin(browser, key, origin)), origin).toBe('forbidden');
    expect(browser.kept.size).toBe(0);
    const id = await signedIn(browser, key);
    const planted = { cookie: [...browser.kept].map((pair) => pair.join('=')).join('; ') };
    expect((await windowOverHttps().ask('/v1/me', by(id, planted))).status).toBe(401);
    expect((await window().ask('/v1/me', by(id, planted))).status).toBe(200);
  });

  it('ends with its key: that of its own end, when it is revoked, and when its tenant is disabled', async () => {
    const [browser, admin] = [window(), await newKey()];
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    const short = await api.ask(admin, '/v1/keys', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'short', scopes: ['tasks:read'], expires_at }),
    });
    const { key, key_id } = json(short);
    const made = json(await begin(browser, key));
    expect(Math.abs(Date.parse(made.expires_at) - Date.parse(expires_at))).toBeLessThan(1000);

    const waiting = browser.ask(
      '/v1/tasks/task_1?min_revision=9',
      by(made.session_id, { prefer: 'wait=20' }),
    );
    const stream = await browser.open('/v1/tasks/task_1/stream', by(made.session_id));
    expect(stream.statusCode).toBe(200);
    const streamed = stream.toArray();
    await api.ask(admin, `/v1/keys/${key_id}`, { method: 'DELETE' });
    await expect
      .poll(async () => (await browser.ask('/v1/me', by(made.session_id))).status, { timeout: 5000 })
      .toBe(401);
    expect(codeOf(await waiting)).toBe('invalid_api_key');
    await streamed;
    expect(codeOf(await begin(browser, key))).toBe('invalid_api_key');

    const other = await signedIn(browser, await newKey(['tasks:read'], 'tenant_off'));
    expect((await browser.ask('/v1/me', by(other))).status).toBe(200);
    await api.sql("UPDATE tenants SET disabled_at = now() WHERE tenant_id = 'tenant_off'");
    await expect
      .poll(async () => codeOf(await browser.ask('/v1/tasks', by(other))), { timeout: 5000 })
      .toBe('tenant_disabled');
  });

  it('may do what the key may, and makes nothing of its own kind', async () => {
    const [browser, key] = [window(), await newKey(['tasks:read'])];
    const id = await signedIn(browser, key);
    expect(codeOf(await browser.ask('/v1/keys', by(id)))).toBe('forbidden');
    const again = await browser.ask(SESSION_PATH, {
      method: 'POST',
      headers: { ...by(id).headers, origin: base },
    });
    expect(codeOf(again)).toBe('forbidden');
    const post = { method: 'POST', body: '{"task_id":"task_1","expires_in":3600}' };
    const headers = { ...by(id).headers, 'content-type': 'application/json' };
    const { token } = json(await browser.ask('/v1/tokens', { ...post, headers }));
    expect(codeOf(await begin(browser, token))).toBe('forbidden');
    // What the session is made of lets nobody in by any other way.
    const [sealed = ''] = browser.kept.values();
    for (const authorization of [sealed, `Bearer ${sealed}`, `Bearer tft_${sealed}`])
      expect((await browser.ask('/v1/me', { headers: { authorization } })).status).toBe(401);
    expect((await browser.ask(`/v1/tasks/task_1?access_token=tft_${sealed}`)).status).toBe(401);
  });

  it('makes no read token that is good for longer than itself', async () => {
    const [browser, admin] = [window(), await newKey()];
    const until = Date.now() + 120_000;
    await api.sql('UPDATE api_keys SET expires_at = $1 WHERE key_id = $2', [
      new Date(until),
      await keyIdOf(admin),
    ]);
    await expect
      .poll(async () => json(await api.ask(admin, '/v1/me')).expires_at, { timeout: 5000 })
      .not.toBeNull();
    const id = await signedIn(browser, admin);
    const answer = await browser.ask('/v1/tokens', {
      method: 'POST',
      body: '{"task_id":"task_1"}',
      headers: { ...by(id).headers, 'content-type': 'application/json' },
    });
    expect(Date.parse(json(answer).expires_at)).toBeLessThanOrEqual(until);
  });
});

describe('a cookie', () => {
  it('is looked at where its session is named and no key is sent, for pages of this origin alone', async () => {
    const [browser, key] = [window(), await newKey()];
    const id = await signedIn(browser, key);
    const other = await newKey(['tasks:read'], 'tenant_b');
    const unnamed = await browser.ask('/v1/me');
    expect([unnamed.status, codeOf(unnamed)]).toEqual([401, 'unauthorized']);
    for (const name of ['', 'none', `${id}, ${id}`, `${id}x`])
      expect(codeOf(await browser.ask('/v1/me', by(name))), name).toBe('invalid_api_key');
    const beside = await browser.ask('/v1/me', by(id, { authorization: `Bearer ${other}` }));
    expect(json(beside).tenant_id).toBe('tenant_b');
    for (const authorization of ['', 'nonsense', 'Bearer sk-wrong'])
      expect((await browser.ask('/v1/me', by(id, { authorization }))).status).toBe(401);

    for (const site of ['cross-site', 'same-site', 'none', '']) {
      const foreign = { 'sec-fetch-site': site };
      for (const [method, path] of [
        ['GET', '/v1/me'],
        ['GET', '/v1/tasks/task_1/stream'],
        ['POST', '/v1/events'],
        ['DELETE', '/v1/tasks/task_1'],
      ] as const) {
        const answer = await browser.ask(path, { method, ...by(id, foreign) });
        expect([answer.status, codeOf(answer)], `${method} ${path} ${site}`).toEqual([401, 'unauthorized']);
      }
      for (const [method, path] of [
        ['GET', SESSION_PATH],
        ['DELETE', SESSION_PATH],
        ['DELETE', `${SESSION_PATH}/${id}`],
      ] as const) {
        const answer = await browser.ask(path, { method, headers: foreign });
        expect([answer.status, codeOf(answer)], `${method} ${path} ${site}`).toEqual([403, 'forbidden']);
        expect(cookiesOf(answer)).toEqual([]);
      }
      const made = await browser.ask(SESSION_PATH, {
        method: 'POST',
        headers: { ...foreign, authorization: `Bearer ${key}`, origin: base },
      });
      expect([made.status, cookiesOf(made)]).toEqual([403, []]);
    }
    // As it was, after all of that.
    expect(await listed(browser)).toEqual([id]);
    expect((await browser.ask('/v1/me', by(id))).status).toBe(200);
  });

  it('is not to be sent, nor named, by a page that CORS lets in', async () => {
    const preflight = await window().ask('/v1/me', {
      method: 'OPTIONS',
      headers: {
        origin: APP,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization,taskfold-session',
      },
    });
    expect(preflight.headers['access-control-allow-headers']).toContain('Authorization');
    expect(String(preflight.headers['access-control-allow-headers']).toLowerCase()).not.toContain('session');
    expect(preflight.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('is one of a session: of several, side by side, each stands for its own key', async () => {
    const browser = window();
    const [first, second] = [await newKey(), await newKey(['tasks:read'], 'tenant_b')];
    const ids = [await signedIn(browser, first), await signedIn(browser, second)];
    expect(await listed(browser)).toEqual(ids);
    const tenants = ids.map(async (id) => json(await browser.ask('/v1/me', by(id))).tenant_id);
    expect(await Promise.all(tenants)).toEqual(['tenant_a', 'tenant_b']);
    // The same key again has one session, and another one.
    const again = await signedIn(browser, first);
    expect((await listed(browser)).toSorted()).toEqual([ids[1], again].toSorted());

    const ended = await browser.ask(`${SESSION_PATH}/${again}`, { method: 'DELETE' });
    expect([ended.status, cookiesOf(ended)]).toEqual([
      204,
      [`taskfold-session-${again}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict`],
    ]);
    expect((await browser.ask('/v1/me', by(again))).status).toBe(401);
    expect(await listed(browser)).toEqual([ids[1]]);
    expect((await browser.ask(SESSION_PATH, { method: 'DELETE' })).status).toBe(204);
    expect([browser.kept.size, await listed(browser)]).toEqual([0, []]);
  });

  it('makes room for a further one, so that the headers of a browser stay small', async () => {
    const browser = window();
    const keys = [];
    for (let count = 0; count < MAX_SESSIONS + 2; count += 1) keys.push(await newKey());
    for (const key of keys) await signedIn(browser, key);
    expect(await listed(browser)).toHaveLength(MAX_SESSIONS);
    const [last = ''] = (await listed(browser)).slice(-1);
    const ids = Array.from({ length: 100 }, (_, index) => `${'i'.repeat(125)}${index}`).join(',');
    const answer = await browser.ask(`/v1/tasks?ids=${ids}`, by(last));
    expect([answer.status, json(answer).data]).toEqual([200, []]);
  });

  it('of others is left alone, and so is what is no session', async () => {
    const browser = window();
    const id = await signedIn(browser, await newKey());
    const [[name = '', value = ''] = []] = browser.kept;
    const cookie = `theme=dark; ${name}=${value}; taskfold-session-x=${value}; taskfold-session-y=; =; a`;
    const answer = await browser.ask(SESSION_PATH, { headers: { cookie } });
    expect(json(answer).data).toHaveLength(1);
    expect((await browser.ask('/v1/me', by(id, { cookie }))).status).toBe(200);
    expect((await browser.ask('/v1/me', by('x', { cookie }))).status).toBe(401);
    expect(
      cookiesOf(await browser.ask(SESSION_PATH, { method: 'DELETE', headers: { cookie } })),
    ).toHaveLength(3);
  });
});

it('is refused where a body says something else', async () => {
  const key = await newKey();
  for (const body of [{ label: 'x'.repeat(41) }, { label: 7 }, { hours: 1000 }])
    expect(codeOf(await begin(window(), key, base, body))).toBe('invalid_request');
  const answer = await window().ask(SESSION_PATH, { method: 'PUT' });
  expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, POST, DELETE, HEAD, OPTIONS']);
});

it('is not there without the console, nor where it is not wanted', async () => {
  for (const other of [withoutConsole, withoutSessions]) {
    const browser = cookieBrowser(await other.listen(), OWN_PAGE);
    const answer = await begin(browser, await other.key('tenant_a'));
    expect([404, 405]).toContain(answer.status);
    expect(browser.kept.size).toBe(0);
    expect(codeOf(await browser.ask('/v1/me', by('none')))).toBe('unauthorized');
  }
});
