import { MAX_EVENT_BYTES } from '@taskfold/contract';
import { expect, test } from 'vitest';
import type { LogRecord } from '../record.ts';
import { decodeRecord } from './decode-record.ts';

// Each is a mebibyte of what is worst for some step. What is linear takes a tenth of a second; what is quadratic, hours.
const MAX_MS = 5000;

const ATTRIBUTES = {
  specversion: '1.0',
  id: 'e',
  source: 's',
  type: 'task.created',
  time: '2026-11-24T10:00:00Z',
  subject: 'task_1',
  tenantid: 'a',
};

const HEADERS = { 'content-type': Buffer.from('application/cloudevents+json') };

/** As much of a text as fits into an event beside the rest. */
const fill = (unit: string) => unit.repeat(Math.floor((MAX_EVENT_BYTES - 2000) / Buffer.byteLength(unit)));

function event(changes: Readonly<Record<string, unknown>>, raw = ''): string {
  const text = JSON.stringify({ ...ATTRIBUTES, ...changes });
  return raw === '' ? text : `${text.slice(0, -1)},${raw}}`;
}

const data = (member: string) => event({}, `"data":{"capability":"c","model":"m",${member}}`);
const input = (text: string) => data(`"input":${text}`);
const nested = (open: string, close: string, inner = '') => {
  const depth = Math.floor((MAX_EVENT_BYTES - 2000) / (open.length + close.length));
  return open.repeat(depth) + inner + close.repeat(depth);
};

const VALUES: readonly (readonly [string, string])[] = [
  ['data_base64 of white space', event({ data_base64: `${fill(' ').slice(0, -9)}x` })],
  ['data_base64 of escaped white space', event({}, `"data_base64":"${fill('\\n')}*"`)],
  ['data_base64 of padding', event({ data_base64: fill('=') })],
  ['arrays in arrays', input(nested('[', ']'))],
  ['objects in objects', input(nested('{"a":', '}', '1'))],
  ['brackets that nobody closes', `${event({}, '"x":').slice(0, -1)}${fill('[')}`],
  ['escaped NUL characters', input(`"${fill('\\u0000')}"`)],
  ['halves of surrogate pairs', input(`"${fill('\\ud800')}"`)],
  ['escaped backslashes', input(`"${fill('\\\\')}"`)],
  ['escaped quotes', input(`"${fill('\\"')}"`)],
  ['backslashes that escape nothing', input(`"${fill('\\')}"`)],
  ['a string that nobody closes', `${event({}, '"x":').slice(0, -1)}"${fill('\\"')}`],
  ['white space', input(`{"a":${fill(' ')}1}`)],
  ['white space between tokens', input(`[${fill('1 , ')}1]`)],
  ['numbers', input(`[${fill('1,')}1]`)],
  ['one number', input(fill('9'))],
  ['a number with signs', input(fill('1e+'))],
  ['members of one name', data(`${fill('"input":1,')}"input":1`)],
  ['names with escapes', data(`${fill('"\\u0069nput":1,')}"input":1`)],
  ['metadata of many names', data(`"metadata":{${Array.from({ length: 80_000 }, (_, n) => `"k${n}":"v"`)}}`)],
  ['metadata of wrong values', data(`"metadata":{${Array.from({ length: 80_000 }, (_, n) => `"k${n}":1`)}}`)],
  ['extensions', event({}, Array.from({ length: 80_000 }, (_, n) => `"k${n}":"v"`).join())],
  ['a long time', event({ time: fill('2') })],
  ['a long fraction of a second', event({ time: `2026-11-24T10:00:00.${fill('0')}Z` })],
  ['a long subject', event({ subject: fill('a') })],
  ['a long type', event({ type: `task.${fill('a.')}` })],
  ['a long tracestate', event({ tracestate: fill('a=b,') })],
  ['a long traceparent', event({ traceparent: fill('0-') })],
  ['a long media type', event({ datacontenttype: fill('a/+json') })],
  ['a media type of parameters', event({ datacontenttype: fill(';a=b ') })],
  ['a model of white space', data(`"model":"${fill(' ')}x"`)],
];

const readInTime = (record: LogRecord) => {
  const began = performance.now();
  const decoded = decodeRecord(record, { partitionCount: 1, partitioner: 'murmur2' });
  expect(performance.now() - began).toBeLessThan(MAX_MS);
  return decoded;
};

test.each(VALUES)('a value full of %s', (_, text) => {
  const value = Buffer.from(text);
  expect(value.length).toBeGreaterThan(MAX_EVENT_BYTES * 0.7);
  expect(value.length).toBeLessThanOrEqual(MAX_EVENT_BYTES);
  const key = Buffer.from('task_1');
  readInTime({ topic: 't', partition: 0, offset: 0, timestampMs: 0, key, value, headers: HEADERS });
});

test.each([
  ['white space', ' '],
  ['slashes', 'a/'],
  ['suffixes', '+json'],
  ['parameters', ';a="'],
  ['escapes', '%00'],
  ['NUL characters', '\u0000'],
])('headers full of %s', (_, unit) => {
  const long = Buffer.from(`a/b${unit.repeat(65_000 / unit.length)}x`);
  for (const name of ['content-type', 'ce_id', 'ce_time', 'ce_subject', 'ce_traceparent', 'ce_tracestate']) {
    const headers = { ce_specversion: Buffer.from('1.0'), [name]: long };
    readInTime({
      topic: 't',
      partition: 0,
      offset: 0,
      timestampMs: 0,
      key: long,
      value: Buffer.from('{}'),
      headers,
    });
  }
});
