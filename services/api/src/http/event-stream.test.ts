import { createServer } from 'node:http';
import { OPERATIONS } from '@taskfold/contract';
import { describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { contextOf } from '../context/request-context.ts';
import { askInProcess } from '../testing/in-process.ts';
import { openStream } from '../testing/open-stream.ts';
import { routeOf } from './route.ts';

function appThatStreams(data: string) {
  return createApp({
    routes: [
      routeOf(OPERATIONS.streamTask, () => ({
        kind: 'stream',
        run: (sink) => sink.send({ event: 'snapshot', id: '1', data }),
        end: () => {},
      })),
    ],
    authenticate: (_request, response, next) => {
      const scopes = new Set(['tasks:read'] as const);
      contextOf(response).caller = { keyId: 'k', tenantId: 't', projectId: 'p', scopes, expiresAtMs: null };
      next();
    },
    observers: [],
    requestTimeLimitMs: 5000,
    maxUrlLength: 2048,
  });
}

const path = '/v1/tasks/t/stream';

describe('a stream', () => {
  it.each([
    undefined,
    '*/*',
    'application/json',
    'text/event-stream',
    'application/json, text/plain, */*',
    'text/*',
  ])('is what a client gets that accepts %s', async (accept) => {
    const answer = await askInProcess(appThatStreams('{}'), { path, headers: accept ? { accept } : {} });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(answer.body).toBe('event: snapshot\nid: 1\ndata: {}\n\n');
  });

  it('is not what another gets', async () => {
    const headers = { accept: 'application/xml, text/html' };
    expect((await askInProcess(appThatStreams('{}'), { path, headers })).status).toBe(406);
  });

  it('is not followed with HEAD', async () => {
    const answer = await askInProcess(appThatStreams('{}'), { path, method: 'HEAD' });
    expect(answer).toMatchObject({ status: 200, body: '' });
  });

  it('holds nothing in an event that anybody takes for a line end', async () => {
    const value = { text: 'a\u0085b\u2028c\u2029d\r\ne', '\u2028': '\\u2028' };
    const json = JSON.stringify(value, null, '\r\n ');
    const answer = await askInProcess(appThatStreams(json), { path });
    expect(answer.body).toContain('a\\u0085b\\u2028c\\u2029d\\r\\ne');
    // As Python's splitlines does, beyond the line ends of the format itself.
    expect(answer.body.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)).toHaveLength(5);
    const stream = await openStream(createServer(appThatStreams(json)), { path });
    expect((await stream.next())?.data).toEqual(value);
  });
});
