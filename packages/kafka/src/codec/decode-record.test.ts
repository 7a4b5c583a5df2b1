import { EVENT_TYPES, EXAMPLE_EVENTS, MAX_EVENT_BYTES } from '@taskfold/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partitionOf } from '../partitioner/partition-of.ts';
import type { LogRecord } from '../record.ts';
import { decodeRecord } from './decode-record.ts';
import { rekeyed } from './placement.ts';

const OPTIONS = { partitionCount: 6, partitioner: 'murmur2' } as const;
const KEY = 'task_1';
const ATTRIBUTES = {
  specversion: '1.0',
  id: 'evt_1',
  source: '/worker',
  type: 'task.progressed',
  time: '2026-11-24T11:00:00.123456789+01:00',
  subject: KEY,
  tenantid: 'tenant_a',
};
const STRUCTURED = { 'content-type': 'application/cloudevents+json' };
const CREATED = { ...ATTRIBUTES, type: 'task.created' };
const binaryHeaders = (attributes: object) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)]));

interface Given {
  key?: string | null;
  value?: unknown;
  headers?: Record<string, string>;
  partition?: number;
}

function record({ key = KEY, value = null, headers = {}, partition }: Given): LogRecord {
  const bytes =
    typeof value === 'string' || Buffer.isBuffer(value) || value === null ? value : JSON.stringify(value);
  return {
    topic: 'task.events',
    partition: partition ?? partitionOf(Buffer.from(key ?? ''), 6, 'murmur2'),
    offset: 7,
    timestampMs: 0,
    key: key === null ? null : Buffer.from(key),
    value: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  };
}

const decode = (given: Given) => decodeRecord(record(given), OPTIONS);
const structured = (value: object) => decode({ value, headers: STRUCTURED });
const binary = (value: unknown, attributes: object = ATTRIBUTES, headers: Record<string, string> = {}) =>
  decode({ value, headers: { ...binaryHeaders(attributes), ...headers } });

const EVENT = {
  kind: 'event',
  event: {
    id: 'evt_1',
    source: '/worker',
    type: 'task.progressed',
    time: '2026-11-24T10:00:00.123456Z',
    tenantId: 'tenant_a',
    taskId: KEY,
    data: { percent: 5 },
  },
};

describe('structured mode', () => {
  test.each([
    'application/cloudevents+json',
    'application/cloudevents+json; charset=utf-8',
    'Application/CloudEvents+JSON;charset=UTF-8',
  ])('by its content type %s', (type) => {
    expect(
      decode({ value: { ...ATTRIBUTES, data: { percent: 5 } }, headers: { 'content-type': type } }),
    ).toEqual(EVENT);
  });

  test.each([{}, { 'content-type': 'application/json' }, { 'Content-Type': 'application/cloudevents+json' }])(
    'with headers %j, because the value has a specversion',
    (headers) => {
      expect(decode({ value: { ...ATTRIBUTES, data: { percent: 5 } }, headers })).toEqual(EVENT);
    },
  );

  test.each(EVENT_TYPES)('reads the example of %s', (type) => {
    const value = EXAMPLE_EVENTS[type];
    expect(decode({ key: value.subject, value, headers: STRUCTURED })).toMatchObject({
      kind: 'event',
      event: { type },
    });
  });

  test('without data, or with data null, is without fields', () => {
    for (const data of [undefined, null]) {
      expect(structured({ ...ATTRIBUTES, data })).toMatchObject({ kind: 'event', event: { data: {} } });
    }
  });

  test('takes data in base64', () => {
    const data = Buffer.from('{"capability":"c","model":"m","input":{"seed":18446744073709551615}}').toString(
      'base64',
    );
    expect(structured({ ...CREATED, data_base64: data })).toMatchObject({
      event: { data: { input: '{"seed":18446744073709551615}' } },
    });
  });

  test('ignores extensions and fields that it does not know, and keeps the trace context', () => {
    const value = {
      ...ATTRIBUTES,
      region: 'eu',
      deep: { a: 1 },
      traceparent: '00-a-b-01',
      data: { percent: 5, mood: 'x' },
    };
    expect(structured(value)).toEqual({ ...EVENT, event: { ...EVENT.event, traceparent: '00-a-b-01' } });
  });

  test('says which API key a task was asked for with, in either mode', () => {
    const attributes = { ...CREATED, apikeyid: 'key_1' };
    const data = { capability: 'c', model: 'm' };
    const said = { kind: 'event', event: { type: 'task.created', apiKeyId: 'key_1' } };
    expect(structured({ ...attributes, data })).toMatchObject(said);
    expect(binary(JSON.stringify(data), attributes)).toMatchObject(said);
  });

  test('reads data in base64 with any white space, in a time that only a quadratic search misses', () => {
    const data_base64 = Buffer.from('{"percent":5}')
      .toString('base64')
      .replaceAll(/(.{4})/g, '$1\r\n\t ');
    expect(structured({ ...ATTRIBUTES, data_base64 })).toEqual(EVENT);
    // As much as a record can hold, which an expression that tries each of its places would take an hour for.
    for (const filler of [' ', 'A', '=', 'A ', '= ']) {
      const worst = filler.repeat(1_000_000 / filler.length);
      const started = performance.now();
      expect(structured({ ...ATTRIBUTES, data_base64: `${worst}-` })).toMatchObject({
        code: 'invalid_cloudevent',
        message: expect.stringContaining('data_base64'),
      });
      structured({ ...ATTRIBUTES, data_base64: worst });
      expect(performance.now() - started).toBeLessThan(10_000);
    }
  });

  test('begins with a byte order mark', () => {
    const value = `\ufeff${JSON.stringify({ ...ATTRIBUTES, data: { percent: 5 } })}`;
    expect(decode({ value, headers: STRUCTURED })).toEqual(EVENT);
  });
});

describe('binary mode', () => {
  test('reads attributes from headers, whatever their case, and data from the value', () => {
    expect(binary({ percent: 5 })).toEqual(EVENT);
    expect(binary({ percent: 5 }, ATTRIBUTES, { 'content-type': 'application/json; charset=utf-8' })).toEqual(
      EVENT,
    );
    const upper = Object.fromEntries(
      Object.entries(binaryHeaders(ATTRIBUTES)).map(([name, v]) => [name.toUpperCase(), v]),
    );
    expect(decode({ value: { percent: 5 }, headers: upper })).toEqual(EVENT);
  });

  test('takes a header without a value for none', () => {
    const given = record({ value: { percent: 5 }, headers: binaryHeaders(ATTRIBUTES) });
    const headers = { ...given.headers, 'content-type': null, ce_traceparent: null, none: undefined };
    expect(decodeRecord({ ...given, headers }, OPTIONS)).toEqual(EVENT);
    expect(decodeRecord({ ...given, headers: { ...headers, ce_id: null } }, OPTIONS)).toMatchObject({
      code: 'invalid_cloudevent',
      message: 'The attribute id is missing.',
    });
  });

  test('without a value is without data', () => {
    expect(binary(null)).toMatchObject({ kind: 'event', event: { data: {} } });
    expect(binary('')).toMatchObject({ kind: 'event', event: { data: {} } });
  });

  test('keeps the exact text of the data', () => {
    const value = '{"output":{"n":1.50, "big":123456789012345678901234567890}}';
    expect(binary(value, { ...ATTRIBUTES, type: 'task.succeeded' })).toMatchObject({
      event: { data: { output: '{"n":1.50,"big":123456789012345678901234567890}' } },
    });
  });
});

test('digits of the details of an error are kept, in either mode, and refused where those of input are', () => {
  const failed = { ...ATTRIBUTES, type: 'task.failed' };
  const error = (details: string) =>
    `{"error":{"code":"x","message":"m","retryable":false,"details":${details}}}`;
  for (const details of [
    '{"id":12345678901234567890,"n":[1.0]}',
    '-0.10',
    '"a\\u0062"',
    '[1E+2]',
    'false',
    '[null]',
  ]) {
    const read = { kind: 'event', event: { data: { error: { code: 'x', details } } } };
    const whole = `${JSON.stringify(failed).slice(0, -1)},"data":${error(details)}}`;
    expect(binary(error(details), failed)).toMatchObject(read);
    expect(decode({ value: whole, headers: STRUCTURED })).toMatchObject(read);
  }
  expect(binary(error('{"limit":1e400}'), failed)).toMatchObject({
    code: 'invalid_data',
    message: expect.stringContaining('`data.error.details` holds a number'),
  });
  const absent = binary(error('null'), failed);
  expect(absent).toMatchObject({ kind: 'event', event: { data: { error: { code: 'x' } } } });
  expect(JSON.stringify(absent)).not.toContain('details');
});

test('null is the absence of what may be absent, as Jackson, pydantic and Go print it', () => {
  const read = (type: string, data: object) => {
    const decoded = structured({ ...ATTRIBUTES, type, data });
    return decoded.kind === 'event' && decoded.event.type !== 'unknown' ? decoded.event.data : decoded;
  };
  expect(read('task.progressed', { percent: 10, stage: null, message: null })).toEqual({ percent: 10 });
  expect(read('task.usage_recorded', { input_tokens: 5, reasoning_tokens: null, lines: null })).toEqual({
    input_tokens: 5,
    lines: [],
  });
  expect(read('task.succeeded', { output: null, warnings: null, resolved_model: null })).toEqual({});
  expect(
    read('task.created', {
      capability: 'c',
      model: 'm',
      input: null,
      metadata: { kept: 'v', none: null },
      project_id: null,
      client_request_id: '',
      deadline_at: '0001-01-01T00:00:00Z',
      callback: { url: 'https://x', events: null },
      credits_per_usd: null,
    }),
  ).toEqual({ capability: 'c', model: 'm', metadata: { kept: 'v' }, callback: { url: 'https://x' } });
  expect(read('task.created', { capability: 'c', model: null })).toMatchObject({
    code: 'invalid_data',
    message: expect.stringContaining('data.model'),
  });
});

test('an odd extension is dropped, and the event is not', () => {
  const odd = {
    traceparent: 'x'.repeat(300),
    tracestate: { a: 1 },
    sequence: ['x'],
    apikeyid: 'no id',
    baggage: 7,
    dataschema: null,
  };
  expect(structured({ ...ATTRIBUTES, ...odd, data: { percent: 5 } })).toEqual(EVENT);
  expect(structured({ ...ATTRIBUTES, sequence: 2 ** 80, traceparent: '', data: { percent: 5 } })).toEqual(
    EVENT,
  );
  const bytes = Buffer.from([0xff, 0xfe]);
  const given = record({ value: { percent: 5 }, headers: binaryHeaders(ATTRIBUTES) });
  const headers = {
    ...given.headers,
    ce_traceparent: bytes,
    ce_tracestate: bytes,
    ce_apikeyid: bytes,
    ce_region: bytes,
  };
  expect(decodeRecord({ ...given, headers }, OPTIONS)).toEqual(EVENT);
});

test('the zero time of Go is a time', () => {
  const time = '0001-01-01T00:00:00Z';
  expect(structured({ ...ATTRIBUTES, time })).toMatchObject({
    event: { time: '0001-01-01T00:00:00.000000Z' },
  });
  expect(structured({ ...ATTRIBUTES, time: '0000-12-31T23:59:59Z' })).toMatchObject({
    message: expect.stringContaining('0001 to 9999'),
  });
});

test('an unknown task type is an event of its own kind, whatever its data', () => {
  const event = { type: 'unknown', originalType: 'task.teleported', taskId: KEY };
  expect(structured({ ...ATTRIBUTES, type: 'task.teleported', data: [1] })).toMatchObject({
    kind: 'event',
    event,
  });
  expect(binary('"x"', { ...ATTRIBUTES, type: 'task.teleported' })).toMatchObject({ kind: 'event', event });
});

describe('what PostgreSQL refuses becomes U+FFFD', () => {
  test('in input, metadata and every other text, keys included', () => {
    const value = String.raw`{"capability":"c\u0000","model":"\ud800","metadata":{"k\u0000":"\udc00"},"input":{"\u0000":"\ud83d\ude00\ud83d"}}`;
    expect(binary(value, CREATED)).toMatchObject({
      event: {
        data: {
          capability: 'c\ufffd',
          model: '\ufffd',
          metadata: { 'k\ufffd': '\ufffd' },
          input: '{"\ufffd":"\\ud83d\\ude00\ufffd"}',
        },
      },
    });
  });

  test('in headers', () => {
    expect(binary(null, { ...ATTRIBUTES, tracestate: 'a\u0000b' })).toMatchObject({
      event: { tracestate: 'a\ufffdb' },
    });
  });
});

describe('dead letters', () => {
  test.each<[string, string, Given, RegExp]>([
    ['neither value nor headers', 'empty_record', {}, /neither/],
    ['structured mode without a value', 'empty_record', { headers: STRUCTURED }, /content type/],
    ['text', 'invalid_json', { value: 'hello', headers: STRUCTURED }, /not JSON/],
    ['text without headers', 'invalid_json', { value: 'hello' }, /not JSON/],
    [
      'bytes that are not UTF-8',
      'invalid_json',
      { value: Buffer.from([0x22, 0xff, 0x22]), headers: STRUCTURED },
      /UTF-8/,
    ],
    ['a NUL byte', 'invalid_json', { value: '{"a":"\u0000"}', headers: STRUCTURED }, /not JSON/],
    [
      'two tenants',
      'invalid_json',
      { value: JSON.stringify(ATTRIBUTES).replace('{', '{"tenantid":"tenant_b",'), headers: STRUCTURED },
      /names a member twice/,
    ],
    [
      'two amounts',
      'invalid_json',
      { value: '{"amount_credits":"1","amount_credits":"2"}', headers: binaryHeaders(ATTRIBUTES) },
      /names a member twice/,
    ],
    [
      'an input of two readings',
      'invalid_json',
      { value: '{"input":{"a":[{"b":1,"b":2}]}}', headers: binaryHeaders(ATTRIBUTES) },
      /names a member twice/,
    ],
    ['an array', 'invalid_cloudevent', { value: [ATTRIBUTES], headers: STRUCTURED }, /not an object/],
    ['JSON that is no CloudEvent', 'invalid_cloudevent', { value: { a: 1 } }, /specversion/],
    [
      'a batch',
      'invalid_cloudevent',
      { value: [], headers: { 'content-type': 'application/cloudevents-batch+json' } },
      /batch/,
    ],
    [
      'Avro',
      'invalid_cloudevent',
      { value: 'x', headers: { 'content-type': 'application/cloudevents+avro' } },
      /format/,
    ],
    [
      'binary data that is not JSON by its type',
      'invalid_cloudevent',
      { value: '{}', headers: { ...binaryHeaders(ATTRIBUTES), 'content-type': 'text/plain' } },
      /content type/,
    ],
    [
      'binary data that is not JSON',
      'invalid_json',
      { value: '{', headers: binaryHeaders(ATTRIBUTES) },
      /not JSON/,
    ],
    [
      'another version',
      'invalid_cloudevent',
      { value: { ...ATTRIBUTES, specversion: '0.3' }, headers: STRUCTURED },
      /specversion/,
    ],
    [
      'another type',
      'invalid_cloudevent',
      { value: { ...ATTRIBUTES, type: 'order.created' }, headers: STRUCTURED },
      /type/,
    ],
    [
      'data that is not JSON',
      'invalid_cloudevent',
      { value: { ...ATTRIBUTES, datacontenttype: 'text/xml', data: '<a/>' }, headers: STRUCTURED },
      /datacontenttype/,
    ],
    [
      'two kinds of data',
      'invalid_cloudevent',
      { value: { ...ATTRIBUTES, data: {}, data_base64: 'e30=' }, headers: STRUCTURED },
      /data_base64/,
    ],
    [
      'base64 that is none',
      'invalid_cloudevent',
      { value: { ...ATTRIBUTES, data_base64: '{}' }, headers: STRUCTURED },
      /data_base64/,
    ],
    [
      'base64 of no JSON',
      'invalid_json',
      { value: { ...ATTRIBUTES, data_base64: 'aGk=' }, headers: STRUCTURED },
      /data_base64/,
    ],
    [
      'data that is no object',
      'invalid_data',
      { value: { ...ATTRIBUTES, data: [1] }, headers: STRUCTURED },
      /^`data` must be an object\./,
    ],
    [
      'a negative percent',
      'invalid_data',
      { value: { ...ATTRIBUTES, data: { percent: -1 } }, headers: STRUCTURED },
      /data\.percent/,
    ],
    [
      'money as a float',
      'invalid_data',
      {
        value: { ...ATTRIBUTES, type: 'task.charged', data: { entry_id: 'a', amount_credits: 1.5 } },
        headers: STRUCTURED,
      },
      /data\.amount_credits/,
    ],
    [
      'an input that is no object',
      'invalid_data',
      { value: { ...CREATED, data: { capability: 'c', model: 'm', input: 'x' } }, headers: STRUCTURED },
      /data\.input/,
    ],
    ['no key', 'wrong_partition', { key: null, value: ATTRIBUTES, headers: STRUCTURED }, /no key/],
    ['another key', 'key_mismatch', { key: 'task_2', value: ATTRIBUTES, headers: STRUCTURED }, /subject/],
    [
      'a key in other letters',
      'key_mismatch',
      { key: 'TASK_1', value: ATTRIBUTES, headers: STRUCTURED },
      /subject/,
    ],
  ])('%s: %s', (_, code, given, message) => {
    expect(decode(given)).toMatchObject({ kind: 'rejected', code, message: expect.stringMatching(message) });
  });

  test.each(Object.keys(ATTRIBUTES))('an event without %s names it, in both modes', (name) => {
    const attributes = { ...ATTRIBUTES, [name]: undefined };
    const present = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
    for (const rejected of [structured(attributes), binary({}, present)]) {
      expect(rejected).toMatchObject({
        code: 'invalid_cloudevent',
        message: `The attribute ${name} is missing.`,
      });
    }
  });

  test('an unreadable header is named', () => {
    const headers = { ...record({ headers: binaryHeaders(ATTRIBUTES) }).headers, ce_id: Buffer.from([0xff]) };
    expect(decodeRecord({ ...record({}), headers }, OPTIONS)).toMatchObject({
      code: 'invalid_cloudevent',
      message: expect.stringContaining('ce_id'),
    });
  });

  test('a value is too large by its bytes, one byte past 1 MiB', () => {
    const filled = (bytes: number) => {
      const bare = JSON.stringify({ ...ATTRIBUTES, data: {}, pad: '' });
      return bare.replace('"pad":""', `"pad":"${'x'.repeat(bytes - bare.length)}"`);
    };
    expect(decode({ value: filled(MAX_EVENT_BYTES), headers: STRUCTURED }).kind).toBe('event');
    expect(decode({ value: filled(MAX_EVENT_BYTES + 1), headers: STRUCTURED })).toMatchObject({
      code: 'too_large',
      taskId: KEY,
    });
  });

  test('the wrong partition names the setting, and the partitioner that would fit', () => {
    const key = ['a', 'b', 'c', 'd', 'e'].find(
      (candidate) =>
        partitionOf(Buffer.from(candidate), 6, 'murmur2') !==
        partitionOf(Buffer.from(candidate), 6, 'consistent_random'),
    );
    const partition = partitionOf(Buffer.from(key ?? ''), 6, 'consistent_random');
    const given: Given = {
      key: key ?? '',
      value: { ...ATTRIBUTES, subject: key },
      headers: STRUCTURED,
      partition,
    };
    expect(decode(given)).toMatchObject({
      code: 'wrong_partition',
      message: expect.stringMatching(/PARTITIONER=murmur2.*put by.*consistent_random/),
    });
    expect(decodeRecord(record(given), { ...OPTIONS, partitioner: 'consistent_random' }).kind).toBe('event');
  });

  test('deep nesting is refused by its depth, in either mode, and breaks nothing', () => {
    const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    const created = (input: string) => binary(`{"capability":"c","model":"m","input":${input}}`, CREATED);
    expect(created(deep(200)).kind).toBe('event');
    for (const levels of [300, 10_000, 150_000]) {
      expect(created(deep(levels))).toMatchObject({
        code: 'invalid_json',
        message: expect.stringContaining('256 levels'),
      });
    }
    expect(decode({ value: '['.repeat(1_000_000), headers: STRUCTURED })).toMatchObject({
      code: 'invalid_json',
    });
  });

  test('a number that PostgreSQL could not keep is refused', () => {
    for (const number of ['1e400', '-1E-999999', `1${'0'.repeat(5000)}`]) {
      expect(binary(`{"output":{"n":[${number}]}}`, { ...ATTRIBUTES, type: 'task.succeeded' })).toMatchObject(
        {
          code: 'invalid_data',
          message: expect.stringContaining('data.output'),
        },
      );
    }
  });

  test('tell tenant and task as far as they are legible', () => {
    expect(structured({ ...ATTRIBUTES, data: { percent: 'x' } })).toMatchObject({
      tenantId: 'tenant_a',
      taskId: KEY,
    });
    expect(structured({ ...ATTRIBUTES, tenantid: 'a b' })).toMatchObject({ tenantId: null, taskId: KEY });
    expect(decode({ value: 'x' })).toMatchObject({ tenantId: null, taskId: KEY });
    expect(decode({ key: 'a/b', value: 'x' })).toMatchObject({ tenantId: null, taskId: null });
    expect(binary('{')).toMatchObject({ tenantId: 'tenant_a', taskId: KEY });
  });

  test('show nothing of the content', () => {
    const mark = 'private-content';
    const poison = [
      binary(
        {
          capability: mark,
          model: 7,
          input: mark,
          metadata: { [mark]: 7 },
          callback: { url: 7, events: [mark] },
        },
        CREATED,
      ),
      binary({ output: mark }, { ...ATTRIBUTES, type: 'task.succeeded' }),
      binary(
        { error: { code: mark.repeat(50), message: mark, retryable: mark } },
        { ...ATTRIBUTES, type: 'task.failed' },
      ),
      decode({ value: `{"${mark}": ${mark}}`, headers: STRUCTURED }),
    ];
    for (const rejected of poison) {
      expect(rejected.kind).toBe('rejected');
      expect(JSON.stringify(rejected)).not.toContain(mark);
    }
  });

  test('have a message of at most 1,000 characters', () => {
    const warnings = Array.from({ length: 100 }, () => ({}));
    const rejected = structured({ ...ATTRIBUTES, type: 'task.warned', data: { warnings } });
    expect(rejected.kind === 'rejected' && rejected.message.length).toBe(1000);
  });
});

test('keys that are special in JavaScript are ordinary', () => {
  const value =
    '{"capability":"c","model":"m","__proto__":{"x":1},"input":{"__proto__":{"a":1},"constructor":2},"metadata":{"__proto__":"p","a":"b"}}';
  expect(binary(value, CREATED)).toMatchObject({
    kind: 'event',
    event: { data: { input: '{"__proto__":{"a":1},"constructor":2}' } },
  });
  expect(JSON.stringify(binary(value, CREATED))).toContain('"metadata":{"__proto__":"p","a":"b"}');
  expect(decode({ value: '{"__proto__":{"specversion":"1.0"}}' })).toMatchObject({
    code: 'invalid_cloudevent',
  });
  expect(structured({ ...ATTRIBUTES, type: 'task.__proto__' })).toMatchObject({ event: { type: 'unknown' } });
});

describe('a misplaced record', () => {
  const REKEY = { ...OPTIONS, misplaced: 'rekey' } as const;
  const right = partitionOf(Buffer.from(KEY), 6, 'murmur2');
  const value = { ...ATTRIBUTES, data: { percent: 5 } };
  const elsewhere: Given = { value, headers: STRUCTURED, partition: (right + 1) % 6 };

  test('is an event to be published again, keyed or not, and only once', () => {
    expect(decodeRecord(record(elsewhere), REKEY)).toMatchObject({
      ...EVENT,
      kind: 'misplaced',
      cause: 'wrong_partition',
    });
    for (const key of [null, '']) {
      const keyless = record({ ...elsewhere, key, partition: right });
      expect(decodeRecord(keyless, REKEY)).toMatchObject({
        kind: 'misplaced',
        cause: 'no_key',
        recognised: [],
      });
    }
    for (const mark of ['taskfold-rekeyed-from', 'Taskfold-Rekeyed-From']) {
      const marked = record({ ...elsewhere, headers: { ...STRUCTURED, [mark]: '3:17' } });
      expect(decodeRecord(marked, REKEY)).toMatchObject({
        kind: 'rejected',
        code: 'wrong_partition',
        message: expect.stringContaining('published again once'),
      });
    }
  });

  test('that could not fold where it belongs either is no such event', () => {
    const invalid = record({ ...elsewhere, value: { ...ATTRIBUTES, data: { percent: 'x' } } });
    expect(decodeRecord(invalid, REKEY)).toMatchObject({ kind: 'rejected', code: 'invalid_data' });
    expect(decodeRecord(record({ ...elsewhere, key: 'other' }), REKEY)).toMatchObject({
      code: 'key_mismatch',
    });
  });

  test('folds from where it was published again, as what it was, and is not published a second time', () => {
    fc.assert(
      fc.property(
        fc.nat(5),
        fc.constantFrom(null, KEY),
        fc.constantFrom(structuredForm, binaryForm),
        (partition, key, form) => {
          const first = record({ ...form, key, partition });
          const decoded = decodeRecord(first, REKEY);
          const again = rekeyed(first, KEY);
          expect(again.key).toEqual(Buffer.from(KEY));
          expect(again.headers).toMatchObject({ 'taskfold-rekeyed-from': `${partition}:7` });
          const { kind, ...second } = decodeRecord(
            record({ ...again, key: KEY, headers: textsOf(again.headers) }),
            REKEY,
          );
          expect(kind).toBe('event');
          if (decoded.kind !== 'rejected') expect(second).toMatchObject({ event: decoded.event });
          // Wherever it should come to lie: never twice.
          for (let place = 0; place < 6; place++) {
            const moved = { ...again, key: KEY, headers: textsOf(again.headers), partition: place };
            expect(decodeRecord(record(moved), REKEY).kind).not.toBe('misplaced');
          }
        },
      ),
    );
  });

  const structuredForm: Given = { value, headers: STRUCTURED };
  const binaryForm: Given = { value: { percent: 5 }, headers: binaryHeaders(ATTRIBUTES) };
  const textsOf = (headers: object) =>
    Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)]));
});

test('a record of more headers than are read is too large, and known by those that were', () => {
  const headersLeftOut = { count: 4001, bytes: 20_000, maxCount: 256, maxBytes: 65_536 };
  const given = record({ value: { percent: 5 }, headers: binaryHeaders(ATTRIBUTES) });
  expect(decodeRecord({ ...given, headersLeftOut }, OPTIONS)).toMatchObject({
    kind: 'rejected',
    code: 'too_large',
    message: 'The record has 4001 headers of 20000 bytes; 256 of 65536 bytes are allowed.',
    tenantId: 'tenant_a',
    taskId: KEY,
  });
});
