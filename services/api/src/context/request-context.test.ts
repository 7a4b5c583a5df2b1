import { createServer, request } from 'node:http';
import { duplexPair } from 'node:stream';
import { abortable } from '@taskfold/runtime';
import { describe, expect, it } from 'vitest';
import { askInProcess } from '../testing/in-process.ts';
import { errorOf, smallApp } from '../testing/small-app.ts';
import { ClientGoneError, contextOf } from './request-context.ts';

describe('request context', () => {
  it('gives every answer its request id', async () => {
    const app = smallApp((_request, _response, next) => next());
    const echoed = await askInProcess(app, { path: '/', headers: { 'x-request-id': 'abc-1' } });
    expect(echoed.headers['x-request-id']).toBe('abc-1');
    const given = await askInProcess(app, { path: '/', headers: { 'x-request-id': 'not this one' } });
    expect(given.headers['x-request-id']).toMatch(/^req_[0-9A-Z]{26}$/);
  });

  it('tells its observers of the beginning and, once, of the end', async () => {
    const told: string[] = [];
    const app = smallApp((_request, _response, next) => next(), {
      observers: [
        {
          begun: () => told.push('begun'),
          ended: (context, _request, response) => told.push(`${context.template} ${response.statusCode}`),
        },
      ],
    });
    await askInProcess(app, { path: '/' });
    expect(told).toEqual(['begun', 'null 200']);
  });

  it('ends work that takes too long with 504', async () => {
    const app = smallApp(
      (_request, response) => abortable(new Promise(() => {}), contextOf(response).signal),
      {
        timeLimitMs: 20,
      },
    );
    const answer = await askInProcess(app, { path: '/' });
    expect(answer.status).toBe(504);
    expect(errorOf(answer.body)).toMatchObject({ code: 'timeout', retryable: true });
  });

  it('aborts the work of a client that goes away', async () => {
    const started = Promise.withResolvers<AbortSignal>();
    const ended = Promise.withResolvers<void>();
    const app = smallApp(
      (_request, response) => {
        const { signal } = contextOf(response);
        started.resolve(signal);
        return abortable(new Promise(() => {}), signal);
      },
      { observers: [{ ended: () => ended.resolve() }] },
    );
    const [client, serverEnd] = duplexPair();
    createServer(app).emit('connection', serverEnd);
    const outgoing = request({ headers: { host: 'test' }, createConnection: () => client });
    outgoing.on('error', () => {});
    outgoing.end();
    const signal = await started.promise;
    expect(signal.aborted).toBe(false);
    serverEnd.destroy();
    await ended.promise;
    expect(signal.reason).toBeInstanceOf(ClientGoneError);
  });
});
