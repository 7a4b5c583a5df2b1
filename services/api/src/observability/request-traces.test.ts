import { PassThrough } from 'node:stream';
import { factsOf, visible } from '@taskfold/fold';
import { foldHistory, jsonText, sampleEvent } from '@taskfold/fold/testing';
import { encodeStructured, type OutgoingRecord } from '@taskfold/kafka';
import type { Tracing } from '@taskfold/runtime';
import { recordingTracing } from '@taskfold/runtime/testing';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { createWatches } from '../changes/watches.ts';
import { contextOf } from '../context/request-context.ts';
import { cancelTask } from '../routes/cancel-task/cancel-task.ts';
import { postEvents } from '../routes/post-events/post-events.ts';
import { askInProcess } from '../testing/in-process.ts';
import { requestLog } from './request-log.ts';
import { requestTraces } from './request-traces.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`;
const OTHER = `00-${'a'.repeat(32)}-b7ad6b7169203331-01`;
const CREATED = sampleEvent('task.created', { capability: 'chat', model: 'm', input: jsonText('{}') });
const VIEW = visible(factsOf(foldHistory([{ event: CREATED, recordTime: CREATED.time }]).state));
const EVENT = {
  specversion: '1.0',
  id: 'e1',
  source: '/test',
  type: 'task.progressed',
  time: '2026-11-25T00:00:00Z',
  subject: 'task_1',
  data: { percent: 1 },
};

function setUp(tracing: Tracing | null) {
  const published: OutgoingRecord[] = [];
  const sink = new PassThrough();
  const watches = createWatches();
  const publisher = {
    publish: async (records: readonly OutgoingRecord[]) => {
      published.push(...records);
      return records.map((_record, offset) => ({ partition: 0, offset }));
    },
  };
  const app = createApp({
    routes: [
      postEvents(publisher),
      cancelTask({
        tasks: { get: async () => VIEW },
        changes: { watch: () => watches.begin([]), hasPassed: () => true },
        publisher,
        encode: encodeStructured,
        idempotency: { claim: () => Promise.reject(new Error('no key')), release: async () => {} },
        waitMs: 0,
      }),
    ],
    authenticate: (_request, response, next) => {
      const scopes = new Set(['events:write', 'tasks:cancel'] as const);
      contextOf(response).caller = {
        keyId: 'key_1',
        tenantId: 'acme',
        projectId: 'p',
        scopes,
        expiresAtMs: null,
      };
      next();
    },
    observers: [...(tracing === null ? [] : [requestTraces(tracing)]), requestLog(pino(sink))],
    requestTimeLimitMs: 5000,
    maxUrlLength: 2048,
  });
  const ask = (path: string, type: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
    askInProcess(app, {
      method: 'POST',
      path,
      body: JSON.stringify(body),
      headers: { authorization: 'Bearer sk-secret', 'content-type': type, ...headers },
    });
  return {
    post: (event: object, headers = {}) => ask('/v1/events', 'application/cloudevents+json', event, headers),
    cancel: (headers = {}) =>
      ask('/v1/tasks/a-secret-id/cancel?token=hidden', 'application/json', { reason: 'mine' }, headers),
    cancelRightly: (headers = {}) =>
      ask('/v1/tasks/task_1/cancel', 'application/json', { reason: 'mine' }, headers),
    traceparents: () => published.map(({ value }) => JSON.parse(String(value)).traceparent),
    lines: () =>
      String(sink.read())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
}

describe('a traced request', () => {
  it('is a span in the trace of its client, named by the template, and what it publishes follows', async () => {
    const { tracing, spans } = recordingTracing();
    const api = setUp(tracing);
    expect((await api.post(EVENT, { traceparent: TRACEPARENT })).status).toBe(202);
    const [span] = spans();
    expect(span).toMatchObject({
      name: 'POST /v1/events',
      kind: 1,
      parentSpanContext: { traceId: TRACE, spanId: 'b7ad6b7169203331' },
      status: { code: 0 },
    });
    expect(span?.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/v1/events',
      'http.response.status_code': 202,
      'url.scheme': 'http',
    });
    expect(api.traceparents()).toEqual([`00-${TRACE}-${span?.spanContext().spanId}-01`]);
    expect(api.lines()).toMatchObject([{ trace_id: TRACE, status: 202 }]);
  });

  it('tells no path, query, key or body', async () => {
    const { tracing, spans } = recordingTracing();
    const api = setUp(tracing);
    await api.cancel();
    await api.post({ ...EVENT, data: { percent: 'secret' } });
    const text = JSON.stringify(
      spans().map(({ name, attributes, events }) => ({ name, attributes, events })),
    );
    expect(spans()).toHaveLength(2);
    expect(text).not.toMatch(/a-secret-id|hidden|sk-secret|mine|"secret"/);
  });

  it('begins a trace where the client has none', async () => {
    const { tracing, spans } = recordingTracing();
    const api = setUp(tracing);
    await api.cancelRightly({ traceparent: 'nonsense' });
    const context = spans()[0]?.spanContext();
    expect(spans()[0]?.parentSpanContext).toBeUndefined();
    expect(api.traceparents()).toEqual([`00-${context?.traceId}-${context?.spanId}-01`]);
  });
});

describe('without tracing', () => {
  it('events carry the trace of the request, unless they have their own', async () => {
    const api = setUp(null);
    await api.post(EVENT, { traceparent: TRACEPARENT });
    await api.post({ ...EVENT, traceparent: OTHER }, { traceparent: TRACEPARENT });
    await api.cancelRightly({ traceparent: TRACEPARENT });
    expect(api.traceparents()).toEqual([TRACEPARENT, OTHER, TRACEPARENT]);
    expect(api.lines()[0]).not.toHaveProperty('trace_id');
  });

  it('events of a request without a trace have none', async () => {
    const api = setUp(null);
    await api.post(EVENT, { traceparent: 'nonsense' });
    await api.cancelRightly();
    expect(api.traceparents()).toEqual([undefined, undefined]);
  });
});
