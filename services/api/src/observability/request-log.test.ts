import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { contextOf } from '../context/request-context.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Route } from '../http/route.ts';
import { askInProcess } from '../testing/in-process.ts';
import { requestLog } from './request-log.ts';

const ROUTE: Route = {
  method: 'GET',
  template: '/v1/things/{thing_id}',
  scope: 'tasks:read',
  handle: (request, context) => {
    context.originHeaders = ['Set-Cookie', 'a=a-secret-cookie'];
    if (request.params.thing_id === 'missing') throw new ApiError('task_not_found');
    if (request.params.thing_id === 'broken') throw new Error('the cause');
    return { status: 200, headers: [], body: '{}' };
  },
};

async function linesOf(path: string): Promise<{ text: string; lines: Record<string, unknown>[] }> {
  const sink = new PassThrough();
  const app = createApp({
    routes: [ROUTE],
    authenticate: (_request, response, next) => {
      contextOf(response).caller = {
        keyId: 'key_1',
        tenantId: 'acme',
        projectId: 'p',
        scopes: new Set(['tasks:read'] as const),
        expiresAtMs: null,
      };
      next();
    },
    observers: [requestLog(pino(sink))],
    requestTimeLimitMs: 5000,
    maxUrlLength: 2048,
  });
  await askInProcess(app, {
    path,
    headers: {
      authorization: 'Bearer sk-secret',
      cookie: '__Host-taskfold-session-1=a-secret-cookie',
      'taskfold-session': '1',
      'x-request-id': 'req_mine',
    },
  });
  const text = String(sink.read());
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { text, lines };
}

describe('request log', () => {
  it('writes one wide line', async () => {
    const { lines } = await linesOf('/v1/things/a?token=hidden');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 30,
      request_id: 'req_mine',
      method: 'GET',
      route: '/v1/things/{thing_id}',
      status: 200,
      ms: expect.any(Number),
      tenant_id: 'acme',
      key_id: 'key_1',
    });
    expect(lines[0]).not.toHaveProperty('aborted');
  });

  it('writes no key, no cookie, no query and no path', async () => {
    const { text } = await linesOf('/v1/things/a-secret-id?token=hidden');
    expect(text).not.toMatch(/sk-secret|hidden|a-secret-id|a-secret-cookie/);
    expect((await linesOf('/v1/things/broken')).text).not.toMatch(/sk-secret|a-secret-cookie/);
    expect((await linesOf('/nothing-here')).text).not.toContain('nothing-here');
  });

  it('names the code of an error', async () => {
    const { lines } = await linesOf('/v1/things/missing');
    expect(lines[0]).toMatchObject({ level: 30, status: 404, code: 'task_not_found' });
    expect(lines[0]).not.toHaveProperty('err');
  });

  it('writes the cause of a failure of ours', async () => {
    const { lines } = await linesOf('/v1/things/broken');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 50,
      status: 500,
      code: 'internal_error',
      err: { message: 'the cause', stack: expect.stringContaining('the cause') },
    });
  });
});
