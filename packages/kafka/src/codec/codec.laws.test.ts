import { EVENT_TYPES, EXAMPLE_EVENTS } from '@taskfold/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partitionOf } from '../partitioner/partition-of.ts';
import type { LogRecord, OutgoingRecord } from '../record.ts';
import { exactJsonObject } from '../testing/arbitrary-json.ts';
import { decodeRecord } from './decode-record.ts';
import { encodeBinary, encodeStructured, type OutgoingEvent } from './encode-event.ts';
import { parseEventLine } from './parse-event-line.ts';

const OPTIONS = { partitionCount: 12, partitioner: 'murmur2' } as const;
const CREATED: OutgoingEvent = {
  id: 'evt_1',
  source: '/gateway',
  type: 'task.created',
  time: '2026-11-24T10:00:00Z',
  subject: 'task_1',
  tenantid: 'tenant_a',
};

function inLog({ key, value, headers }: OutgoingRecord): LogRecord {
  return {
    topic: 'task.events',
    partition: partitionOf(key ?? Buffer.alloc(0), 12, 'murmur2'),
    offset: 0,
    timestampMs: 0,
    key,
    value,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [name, text === null ? null : Buffer.from(text)]),
    ),
  };
}

test('any input comes back as it was sent, to the last digit, in both modes', () => {
  fc.assert(
    fc.property(exactJsonObject, (input) => {
      const event = { ...CREATED, dataText: `{"capability":"c","model":"m","input":${input}}` };
      for (const encoded of [encodeStructured(event), encodeBinary(event)]) {
        expect(decodeRecord(inLog(encoded), OPTIONS)).toMatchObject({
          kind: 'event',
          event: { data: { input } },
        });
      }
    }),
    { numRuns: 500 },
  );
});

test('structured and binary mode say the same', () => {
  fc.assert(
    fc.property(fc.constantFrom(...EVENT_TYPES), fc.string({ unit: 'grapheme' }), (type, message) => {
      const {
        data,
        specversion: _,
        datacontenttype: __,
        traceparent,
        sequence: ___,
        tracestate: ____,
        apikeyid: _____,
        ...attributes
      } = EXAMPLE_EVENTS[type];
      const event: OutgoingEvent = {
        ...attributes,
        time: String(attributes.time),
        data: { ...data, message },
        extensions: { comobject: 'x', apikeyid: 'key_1', ...(traceparent == null ? {} : { traceparent }) },
      };
      const decoded = decodeRecord(inLog(encodeStructured(event)), OPTIONS);
      expect(decoded.kind).toBe('event');
      expect(decodeRecord(inLog(encodeBinary(event)), OPTIONS)).toEqual(decoded);
    }),
  );
});

test('a line becomes the record that decodes to its event', () => {
  fc.assert(
    fc.property(exactJsonObject, (input) => {
      const line = `{"specversion":"1.0","id":"e","source":"s","type":"task.created","time":"2026-11-24T10:00:00Z","subject":"t","tenantid":"a","data":{"capability":"c","model":"m","input":${input}}}`;
      const parsed = parseEventLine(line);
      if (parsed.kind !== 'record') throw new Error(parsed.problems.join());
      expect(decodeRecord(inLog(parsed.record), OPTIONS)).toEqual({ kind: 'event', event: parsed.event });
    }),
  );
});

const headers = fc.dictionary(
  fc.oneof(
    fc.constantFrom('content-type', 'ce_id', 'ce_specversion', 'ce_type', 'ce_subject', '__proto__'),
    fc.string(),
  ),
  fc.oneof(
    fc
      .constantFrom('application/cloudevents+json', '1.0', 'task.created', 'task_1')
      .map((text) => Buffer.from(text)),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  ),
);
const soup = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((text) => Buffer.from(text)),
  fc.object().map((object) => Buffer.from(JSON.stringify({ specversion: '1.0', ...object }))),
  fc
    .record({ data: fc.anything({ withNullPrototype: false }), type: fc.constantFrom(...EVENT_TYPES) })
    .map((fields) => Buffer.from(JSON.stringify({ ...CREATED, specversion: '1.0', ...fields }))),
);

test('no bytes whatever make it throw', () => {
  fc.assert(
    fc.property(
      fc.option(soup),
      fc.option(fc.constantFrom('task_1', '', 'ü')),
      headers,
      (value, key, given) => {
        const record = {
          ...inLog({ key: key === null ? null : Buffer.from(key), value, headers: {} }),
          headers: given,
        };
        expect(['event', 'rejected']).toContain(decodeRecord(record, OPTIONS).kind);
        expect(['record', 'invalid']).toContain(parseEventLine(value?.toString() ?? '').kind);
      },
    ),
    { numRuns: 2000 },
  );
});

test('an event cut or changed in any place makes nothing throw', () => {
  const whole =
    encodeStructured({ ...CREATED, data: EXAMPLE_EVENTS['task.created'].data }).value ?? Buffer.alloc(0);
  fc.assert(
    fc.property(fc.nat(whole.length), fc.nat(255), fc.boolean(), (at, byte, cut) => {
      const value = Buffer.from(cut ? whole.subarray(0, at) : whole);
      if (!cut) value[at] = byte;
      const record = inLog({
        key: Buffer.from('task_1'),
        value,
        headers: { 'content-type': 'application/cloudevents+json' },
      });
      expect(['event', 'rejected']).toContain(decodeRecord(record, OPTIONS).kind);
    }),
    { numRuns: 1000 },
  );
});
