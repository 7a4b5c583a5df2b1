import { describe, expect, it } from 'vitest';
import { createApp } from './app.ts';
import { contextOf } from './context/request-context.ts';
import { ApiError } from './errors/api-error.ts';
import type { Route } from './http/route.ts';
import { askInProcess } from './testing/in-process.ts';
import { errorOf } from './testing/small-app.ts';

const THING: Route = {
  method: 'GET',
  template: '/v1/things/{thing_id}',
  scope: 'tasks:read',
  showsLag: true,
  handle: (request) => ({
    status: 200,
    headers: ['ETag', '"1"'],
    body: JSON.stringify({ thing: request.params.thing_id, text: 'ünï😀' }),
  }),
};

const ADD_THING: Route = {
  method: 'POST',
  template: '/v1/things/{thing_id}',
  scope: 'events:write',
  handle: async () => ({ status: 202, headers: [], body: '{}' }),
};

const THINGS_AT_ONCE: Route = {
  method: 'POST',
  template: '/v1/things/at-once',
  scope: 'tasks:read',
  handle: () => ({ status: 200, headers: [], body: '{"at":"once"}' }),
};

const PUBLIC: Route = {
  method: 'GET',
  template: '/public',
  scope: null,
  handle: () => ({ status: 200, headers: [], body: '{}' }),
};

const BROKEN: Route = {
  method: 'GET',
  template: '/broken',
  scope: null,
  handle: async () => {
    throw new Error('secret detail');
  },
};

function app(seen: (string | null)[] = []) {
  return createApp({
    routes: [THINGS_AT_ONCE, THING, ADD_THING, PUBLIC, BROKEN],
    authenticate: (request, response, next) => {
      if (request.headers.authorization === undefined) throw new ApiError('unauthorized');
      contextOf(response).caller = {
        keyId: 'k',
        tenantId: 't',
        projectId: 'p',
        scopes: new Set(['tasks:read'] as const),
        expiresAtMs: null,
      };
      next();
    },
    observers: [{ ended: (context) => seen.push(context.template) }],
    requestTimeLimitMs: 5000,
    maxUrlLength: 2048,
    readHeaders: () => ['Task-Projection-Lag', '0.5'],
  });
}

const KEY = { authorization: 'Bearer x' };

describe('the app', () => {
  it('answers a route', async () => {
    const answer = await askInProcess(app(), { path: '/v1/things/a%20b?x=1', headers: KEY });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ thing: 'a b', text: 'ünï😀' });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(answer.body)),
      'x-content-type-options': 'nosniff',
      etag: '"1"',
    });
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });

  it('says how far what it reads may be behind', async () => {
    const answer = await askInProcess(app(), { path: '/v1/things/a', headers: KEY });
    expect(answer.headers['task-projection-lag']).toBe('0.5');
    expect((await askInProcess(app(), { path: '/public' })).headers).not.toHaveProperty(
      'task-projection-lag',
    );
  });

  it('answers HEAD as GET, without the body', async () => {
    const get = await askInProcess(app(), { path: '/v1/things/a', headers: KEY });
    const head = await askInProcess(app(), { method: 'HEAD', path: '/v1/things/a', headers: KEY });
    expect(head.status).toBe(200);
    expect(head.body).toBe('');
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.headers.etag).toBe('"1"');
  });

  it('asks for no key where the route needs none', async () => {
    expect((await askInProcess(app(), { path: '/public' })).status).toBe(200);
  });

  it('asks for a key before it says anything else of a route', async () => {
    const answer = await askInProcess(app(), { path: '/v1/things/a', headers: { accept: 'text/html' } });
    expect(answer.status).toBe(401);
  });

  it('refuses a key without the scope of the method', async () => {
    const answer = await askInProcess(app(), { method: 'POST', path: '/v1/things/a', headers: KEY });
    expect(answer.status).toBe(403);
  });

  it('refuses a client that does not take JSON, in JSON', async () => {
    const answer = await askInProcess(app(), {
      path: '/v1/things/a',
      headers: { ...KEY, accept: 'text/html' },
    });
    expect(answer.status).toBe(406);
    expect(errorOf(answer.body).code).toBe('not_acceptable');
  });

  it('names the methods of a path to a method it does not have', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await askInProcess(app(), { method, path: '/v1/things/a' });
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe('GET, POST, HEAD, OPTIONS');
    }
    const options = await askInProcess(app(), { method: 'OPTIONS', path: '/v1/things/a' });
    expect(options.status).toBe(204);
    expect(options.headers.allow).toBe('GET, POST, HEAD, OPTIONS');
  });

  it.each([
    '/',
    '/v1',
    '/v1/things',
    '/v1/things/',
    '/v1/things/a//',
    '/v1/things/a/b',
    '/V1/things/a',
    '//v1/things/a',
    '/v1//things/a',
    '/v1/things/%',
    '/v1/things/%zz',
    '/v1/things/%ff',
    '/v1/things/%c0%80',
    '/%',
    '/v1/things/a/../b/c',
    '/?',
    '/..',
    '/__proto__',
    'http://example.com',
    'http://example.com/nothing',
    'http://[::1',
    '*',
    '//',
    '///',
    '/\\',
    'http://',
  ])('knows no route %s', async (path) => {
    for (const method of ['GET', 'POST', 'OPTIONS', 'HEAD']) {
      const answer = await askInProcess(app(), { method, path, headers: { ...KEY, 'x-request-id': 'r' } });
      expect(answer.headers['x-request-id'], method).toBe('r');
      expect(answer.status, method).toBe(404);
      if (method !== 'HEAD') expect(errorOf(answer.body).code).toBe('route_not_found');
    }
  });

  it('answers a path with a slash at its end as the one without', async () => {
    for (const path of ['/v1/things/a/', '/v1/things/a/?x=1']) {
      const answer = await askInProcess(app(), { path, headers: KEY });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body).thing).toBe('a');
    }
    expect((await askInProcess(app(), { path: '/public/' })).status).toBe(200);
    expect((await askInProcess(app(), { method: 'PUT', path: '/public/' })).status).toBe(405);
  });

  it('takes one method of a path by itself, and leaves the others to whose parameter it is', async () => {
    const seen: (string | null)[] = [];
    const tested = app(seen);
    const path = '/v1/things/at-once';
    expect((await askInProcess(tested, { method: 'POST', path, headers: KEY })).body).toBe('{"at":"once"}');
    expect(JSON.parse((await askInProcess(tested, { path, headers: KEY })).body).thing).toBe('at-once');
    expect((await askInProcess(tested, { method: 'HEAD', path, headers: KEY })).status).toBe(200);
    const other = await askInProcess(tested, { method: 'PUT', path });
    expect(other.headers.allow).toBe('POST, OPTIONS');
    expect(seen.slice(0, 2)).toEqual([path, '/v1/things/{thing_id}']);
  });

  it('serves a URL in absolute form', async () => {
    const answer = await askInProcess(app(), { path: 'http://example.com/v1/things/a', headers: KEY });
    expect(answer.status).toBe(200);
  });

  it('hides what broke', async () => {
    const answer = await askInProcess(app(), { path: '/broken' });
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('secret');
  });

  it('refuses a long URL', async () => {
    expect((await askInProcess(app(), { path: `/${'x'.repeat(2048)}` })).status).toBe(414);
  });

  it('tells the template, and never the path', async () => {
    const seen: (string | null)[] = [];
    const tested = app(seen);
    await askInProcess(tested, { path: '/v1/things/a', headers: KEY });
    await askInProcess(tested, { path: '/v1/things/a' });
    await askInProcess(tested, { method: 'PUT', path: '/v1/things/a' });
    await askInProcess(tested, { path: '/nothing' });
    const things = '/v1/things/{thing_id}';
    expect(seen).toEqual([things, things, things, null]);
  });
});
