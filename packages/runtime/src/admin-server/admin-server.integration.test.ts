import { request } from 'node:http';
import { Counter, Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHealth, type Health } from '../health/health.ts';
import { createLogger } from '../logger/create-logger.ts';
import { type AdminServer, createAdminServer } from './admin-server.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
let health: Health;
let registry: Registry;
let server: AdminServer;
let port: number;

beforeEach(async () => {
  health = createHealth();
  registry = new Registry();
  server = createAdminServer({ host: '127.0.0.1', port: 0, logger, registry, health });
  port = await server.listen();
});
afterEach(() => server.close());

const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);

test('/readyz follows readiness and shows every check', async () => {
  expect((await get('/readyz')).status).toBe(503);
  health.setReady('database', true, 'reachable');
  const ready = await get('/readyz?verbose');
  expect(ready.status).toBe(200);
  expect(ready.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await ready.json()).toEqual({
    status: 'ok',
    checks: { database: { ok: true, reason: 'reachable' } },
  });
  health.beginStop();
  const stopping = await get('/readyz');
  expect(stopping.status).toBe(503);
  expect(await stopping.json()).toMatchObject({
    status: 'failing',
    checks: { process: { reason: 'stopping' } },
  });
});

test('/livez follows liveness', async () => {
  expect((await get('/livez')).status).toBe(200);
  health.setLive('consumer', () => ({ ok: false, reason: 'no progress' }));
  expect((await get('/livez')).status).toBe(503);
});

test('/metrics shows the registry in the text format', async () => {
  new Counter({ name: 'test_total', help: 'A test.', registers: [registry] }).inc(3);
  const answer = await get('/metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(await answer.text()).toContain('test_total 3');
});

test('a metric that cannot be read is a 500 that tells nothing, and the server goes on', async () => {
  new Counter({
    name: 'broken_total',
    help: 'A test.',
    registers: [registry],
    collect() {
      throw new Error('secret');
    },
  });
  const answer = await get('/metrics');
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('secret');
  expect((await get('/livez')).status).toBe(200);
});

test('HEAD has the headers of GET and no body', async () => {
  const answer = await get('/livez', { method: 'HEAD' });
  expect(answer.status).toBe(200);
  expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(0);
  expect(await answer.text()).toBe('');
});

test('another path is 404, another method 405 with Allow', async () => {
  expect((await get('/')).status).toBe(404);
  expect((await get('/livez/')).status).toBe(404);
  const posted = await get('/livez', { method: 'POST', body: 'x'.repeat(100_000) });
  expect(posted.status).toBe(405);
  expect(posted.headers.get('allow')).toBe('GET, HEAD');
  expect(await posted.json()).toMatchObject({ error: { code: 'method_not_allowed' } });
});

test('what is below /operator/ goes to who answers it, and nothing else does', async () => {
  const asked: (string | undefined)[] = [];
  const other = createAdminServer({
    host: '127.0.0.1',
    port: 0,
    logger,
    registry,
    health,
    operator: ({ url }, response) => {
      asked.push(url);
      response.writeHead(201).end();
    },
  });
  const at = `http://127.0.0.1:${await other.listen()}`;
  expect((await fetch(`${at}/operator/things?a=1`, { method: 'POST', body: '{}' })).status).toBe(201);
  for (const path of ['/livez', '/operator', '/else']) await fetch(`${at}${path}`);
  expect(asked).toEqual(['/operator/things?a=1']);
  await other.close();
  expect((await get('/operator/things')).status).toBe(404);
});

test('a port in use is an error at once', async () => {
  const second = createAdminServer({ host: '127.0.0.1', port, logger, registry, health });
  await expect(second.listen()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await second.close();
});

test('close ends idle and busy connections alike, also a second time', async () => {
  const socketClosed = Promise.withResolvers<void>();
  // A request that never ends its body.
  const busy = request({ host: '127.0.0.1', port, method: 'POST', path: '/livez' });
  busy.on('error', () => {});
  busy.on('close', () => socketClosed.resolve());
  await new Promise<void>((resolve) => {
    busy.write('x', () => resolve());
  });
  await get('/livez');
  await server.close();
  await socketClosed.promise;
  await server.close();
  await expect(get('/livez')).rejects.toThrow();
});
