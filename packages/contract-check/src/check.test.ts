import { EXAMPLE_EVENTS, EXAMPLE_UPDATE } from '@taskfold/contract';
import { describe, expect, it } from 'vitest';
import { createContractCheck } from './check.ts';
import type { Exchange } from './exchange.ts';

const check = createContractCheck();
const task = EXAMPLE_UPDATE.data;
const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'x-request-id': 'req_1' };
const error = (code: string) =>
  JSON.stringify({ error: { code, message: 'No.', retryable: false, request_id: 'req_1' } });
const receipts = (...statuses: string[]) => {
  const receipt = { object: 'event_receipt', id: 'a', source: '/a', position: null, error: null };
  return JSON.stringify({ object: 'list', data: statuses.map((status) => ({ ...receipt, status })) });
};
const sse = (event: string, data: unknown) => `event: ${event}\nid: 1\ndata: ${JSON.stringify(data)}\n\n`;

function faultsOf(exchange: Partial<Exchange>): readonly string[] {
  return check.faultsOf({
    method: 'GET',
    target: '/v1/tasks/task_1',
    requestHeaders: {},
    requestBody: '',
    status: 200,
    headers: JSON_HEADERS,
    body: JSON.stringify(task),
    complete: true,
    ...exchange,
  });
}

const STREAM = {
  target: '/v1/tasks/task_1/stream',
  headers: { ...JSON_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' },
};
const EVENTS = {
  method: 'POST',
  target: '/v1/events',
  requestHeaders: { 'content-type': 'application/cloudevents-batch+json' },
  status: 202,
};
const good = EXAMPLE_EVENTS['task.created'];

describe('what keeps to the document', () => {
  it.each<[string, Partial<Exchange>]>([
    ['a task', { headers: { ...JSON_HEADERS, etag: '"r4"', 'task-projection-lag': '0.5' } }],
    ['a task that did not change', { status: 304, headers: { 'x-request-id': 'a' }, body: '' }],
    ['HEAD', { method: 'HEAD', body: '' }],
    ['an error', { status: 404, body: error('task_not_found') }],
    [
      'a list by metadata',
      {
        target: '/v1/tasks?metadata[a]=1&metadata[b]=2&status=running,failed&limit=5',
        body: JSON.stringify({ object: 'list', data: [], next_cursor: null, has_more: false }),
      },
    ],
    [
      'a list by commas, repeated and in brackets',
      {
        target: '/v1/tasks?status=running&status=failed,queued&status[]=failed&expand[]=all',
        body: JSON.stringify({ object: 'list', data: [], next_cursor: null, has_more: false }),
      },
    ],
    ['a task with a slash at its end and what is left aside', { target: '/v1/tasks/task_1/?more=1&more=2' }],
    ['a stream', { ...STREAM, body: `:\n\n${sse('snapshot', task)}${sse('update', task)}`, complete: false }],
    ['the beginning of an answer', { body: '{"obj', complete: false }],
    [
      'a batch of which one is refused',
      { ...EVENTS, requestBody: JSON.stringify([good, { id: 5 }]), body: receipts('accepted', 'refused') },
    ],
    [
      'an event of another type of JSON',
      {
        ...EVENTS,
        requestHeaders: { 'content-type': 'application/acme+json' },
        requestBody: JSON.stringify(good),
        body: receipts('accepted'),
      },
    ],
    [
      'an event without a type',
      { ...EVENTS, requestHeaders: {}, requestBody: JSON.stringify(good), body: receipts('accepted') },
    ],
    ['an event without a body', { ...EVENTS, requestHeaders: { 'ce-id': 'a' }, body: receipts('accepted') }],
    ['a batch of which all are refused', { ...EVENTS, requestBody: '[7]', body: receipts('refused') }],
    ['OPTIONS', { method: 'OPTIONS', status: 204, headers: { allow: 'GET' }, body: '' }],
    ['no path', { target: '/v2', status: 404, body: error('route_not_found') }],
    ['another method', { method: 'PUT', status: 405, body: error('method_not_allowed') }],
  ])('%s', (_name, exchange) => {
    expect(faultsOf(exchange)).toEqual([]);
  });
});

describe('what does not keep to the document', () => {
  it.each<[string, Partial<Exchange>, string]>([
    ['a status', { status: 418, body: error('internal_error') }, 'the status is not described'],
    ['a type', { headers: { ...JSON_HEADERS, 'content-type': 'text/plain' } }, 'type text/plain is not'],
    ['a body that is no JSON', { body: '{' }, 'the body is no JSON'],
    ['a body that is missing', { body: '' }, 'the body is no JSON'],
    [
      'a body that none has',
      { status: 304, body: 'x', headers: { 'x-request-id': 'a' } },
      'is not described',
    ],
    ['a key that is missing', { body: JSON.stringify({ ...task, status: undefined }) }, "'status'"],
    ['a key that none has', { body: JSON.stringify({ ...task, secret: 1 }) }, 'properties: secret'],
    ['a value', { body: JSON.stringify({ ...task, status: 'done' }) }, '/status must be'],
    [
      'a key that none has, deep within',
      { body: JSON.stringify({ ...task, links: { ...task.links, more: '/' } }) },
      '/links must NOT have additional properties: more',
    ],
    ['a header', { headers: { ...JSON_HEADERS, etag: 'r4' } }, 'header ETag: '],
    ['a header that none has', { headers: { ...JSON_HEADERS, 'x-more': '1' } }, 'header x-more is not'],
    ['no request id', { headers: { 'content-type': 'application/json' } }, 'x-request-id is missing'],
    ['the code of an error', { status: 404, body: error('gone') }, '/error/code must be'],
    ['an event', { ...STREAM, body: sse('changed', task) }, '/event must be'],
    ['what an event holds', { ...STREAM, body: sse('update', { ...task, status: 1 }) }, 'event 0: /status'],
    ['an answer at no path', { target: '/v2' }, '200 is no answer to what'],
    ['an answer to no method', { method: 'PUT' }, '200 is no answer to what'],
    ['OPTIONS that does not say', { method: 'OPTIONS', status: 204, body: '' }, 'allow is missing'],
    ['a query that was taken', { target: '/v1/tasks/task_1?min_revision=x' }, 'parameter min_revision: '],
    ['an unknown parameter that was taken', { target: '/v1/tasks?more=1' }, 'more is not described'],
    ['one that was taken twice', { target: '/v1/tasks?limit=1&limit=2' }, 'limit is given more than once'],
    ['a path that was taken', { target: `/v1/tasks/${'a'.repeat(300)}` }, 'path parameter task_id: '],
    [
      'a header that was taken',
      { ...EVENTS, target: '/v1/tasks/t/cancel', requestHeaders: { 'idempotency-key': 'a b' } },
      'header parameter Idempotency-Key: ',
    ],
    ['no body, which was taken', { ...EVENTS, target: '/v1/keys', status: 201 }, 'the body is missing'],
    [
      'a body that was taken',
      { ...EVENTS, requestBody: JSON.stringify([{ ...good, id: 5 }]), body: receipts('accepted') },
      'body: /0/id must be string',
    ],
    [
      'a type of body that was taken',
      { ...EVENTS, requestHeaders: { 'content-type': 'text/csv' }, requestBody: 'a,b', body: receipts() },
      'type text/csv is not described',
    ],
  ])('%s', (_name, exchange, fault) => {
    expect(faultsOf(exchange).join('\n')).toContain(fault);
  });
});
