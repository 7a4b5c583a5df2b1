import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeRecord } from '../codec/decode-record.ts';
import { encodeBinary, encodeStructured, type OutgoingEvent } from '../codec/encode-event.ts';
import { systemEventEncoder } from '../codec/encode-system-event.ts';
import { partitionOf } from '../partitioner/partition-of.ts';
import type { LogRecord, OutgoingRecord } from '../record.ts';
import { exactJsonObject } from '../testing/arbitrary-json.ts';
import { parseEventSigningKeys } from './event-signatures.ts';

const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const KEY = newKey('first');
const encode = systemEventEncoder(KEY);
const RULE = { signatures: parseEventSigningKeys(KEY), sinceMs: 0 };
const OPTIONS = { partitionCount: 6, partitioner: 'murmur2', signing: RULE } as const;
const CANCEL: OutgoingEvent = {
  id: 'cancel_1',
  source: '/taskfold/api',
  type: 'task.cancel_requested',
  time: '2026-11-24T10:00:00.5+01:00',
  subject: 'task_1',
  tenantid: 'acme',
  data: { reason: 'no longer wanted' },
};

function inLog({ key, value, headers }: OutgoingRecord, timestampMs = 0): LogRecord {
  return {
    topic: 'task.events',
    partition: partitionOf(key ?? Buffer.alloc(0), 6, 'murmur2'),
    offset: 0,
    timestampMs,
    key,
    value,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [name, text === null ? null : Buffer.from(text)]),
    ),
  };
}

const read = (record: OutgoingRecord, options = OPTIONS) => decodeRecord(inLog(record), options);
const signatureOf = (record: OutgoingRecord) =>
  String((JSON.parse(String(record.value)) as { readonly taskfoldsig: unknown }).taskfoldsig);

/** With what JSON escapes, PostgreSQL refuses, and UTF-8 does not have. */
const reasons = fc.oneof(fc.string(), fc.constantFrom('a\u0000b', 'a\ud800', '🍳 "\\ \u2028'));

describe('an event of our own', () => {
  test('is believed when it is signed, whatever its data, in either mode', () => {
    fc.assert(
      fc.property(reasons, exactJsonObject, (reason, details) => {
        const dataText = `{ "reason": ${JSON.stringify(reason)}, "details": ${details} }`;
        const { data: _, ...bare } = CANCEL;
        const signed = encode({ ...bare, dataText });
        expect(read(signed).kind).toBe('event');
        const extensions = { taskfoldsig: signatureOf(signed) };
        expect(read(encodeBinary({ ...bare, dataText, extensions })).kind).toBe('event');
      }),
    );
  });

  test('is not believed when anything of it was changed', () => {
    const taskfoldsig = signatureOf(encode(CANCEL));
    const changed = fc.oneof(
      fc.constantFrom<Partial<OutgoingEvent>>(
        { id: 'cancel_2' },
        { source: '/taskfold/callbacks' },
        { type: 'task.erased' },
        { time: '2026-11-24T10:00:00.5+02:00' },
        { subject: 'task_2' },
        { tenantid: 'other' },
        { data: {} },
      ),
      fc
        .string()
        .filter((reason) => reason !== 'no longer wanted')
        .map((reason) => ({ data: { reason } })),
    );
    fc.assert(
      fc.property(changed, (change) => {
        const forged = { ...CANCEL, ...change, extensions: { taskfoldsig } };
        for (const record of [encodeStructured(forged), encodeBinary(forged)]) {
          expect(read(record)).toMatchObject({ kind: 'rejected', code: 'forged_event' });
        }
      }),
    );
  });

  test('is not believed with any other signature, or with none', () => {
    const good = signatureOf(encode(CANCEL));
    const signatures = fc.oneof(
      fc.string(),
      fc
        .nat(good.length - 1)
        .map((at) => good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1)),
      fc.constantFrom(
        `${good}=`,
        good.toUpperCase(),
        signatureOf(systemEventEncoder(newKey('first'))(CANCEL)),
      ),
    );
    fc.assert(
      fc.property(signatures, (taskfoldsig) => {
        fc.pre(taskfoldsig !== good);
        const forged = encodeStructured({ ...CANCEL, extensions: { taskfoldsig } });
        expect(read(forged)).toMatchObject({ code: 'forged_event' });
      }),
    );
    expect(read(encodeStructured(CANCEL))).toMatchObject({
      code: 'forged_event',
      message: expect.stringMatching(/is not signed.*EVENT_SIGNING_KEYS/),
    });
    const unknown = systemEventEncoder(newKey('another'))(CANCEL);
    expect(read(unknown)).toMatchObject({ message: expect.stringContaining('a key that') });
  });

  test('cannot hide what is folded behind what is signed', () => {
    const text = String(encode(CANCEL).value);
    const twice = text.replace(
      '"data":',
      '"data":{"reason":"no longer wanted"},"data":{"reason":"forged"},"x":',
    );
    const record = { ...encode(CANCEL), value: Buffer.from(twice) };
    expect(read(record)).toMatchObject({ kind: 'rejected', code: 'invalid_json' });
  });

  test('is told by its type or its source', () => {
    const attempted = {
      ...CANCEL,
      type: 'task.callback_attempted',
      source: '/worker',
      data: { delivery_id: 'd', attempt: 1, type: 'task.succeeded', outcome: 'delivered' },
    };
    expect(read(encodeStructured(attempted))).toMatchObject({ code: 'forged_event' });
    expect(read(encodeStructured({ ...CANCEL, source: '/taskfold/x', type: 'task.new' }))).toMatchObject({
      code: 'forged_event',
    });
    expect(read(encodeStructured({ ...CANCEL, source: '/gateway' })).kind).toBe('event');
  });

  test('needs no signature from a time when nobody signed, and none where there are no keys', () => {
    const record = encodeStructured(CANCEL);
    const since = { ...OPTIONS, signing: { ...RULE, sinceMs: 1000 } };
    expect(decodeRecord(inLog(record, 999), since).kind).toBe('event');
    expect(decodeRecord(inLog(record, 1000), since)).toMatchObject({ code: 'forged_event' });
    expect(decodeRecord(inLog(record), { ...OPTIONS, signing: null }).kind).toBe('event');
    expect(systemEventEncoder(undefined)(CANCEL)).toEqual(record);
  });

  test('is believed by every key of the ring, and signed by the first', () => {
    const next = newKey('second');
    const both = {
      ...OPTIONS,
      signing: { signatures: parseEventSigningKeys(`${next}, ${KEY}`), sinceMs: 0 },
    };
    const signed = systemEventEncoder(`${next},${KEY}`)(CANCEL);
    expect(signatureOf(signed)).toMatch(/^second\./);
    for (const record of [encode(CANCEL), signed]) expect(read(record, both).kind).toBe('event');
    expect(read(signed)).toMatchObject({ code: 'forged_event' });
  });
});

test.each([
  ['', 'id:Base64'],
  ['key', 'id:Base64'],
  [`a:${randomBytes(31).toString('base64')}`, '32'],
  [`a b:${randomBytes(32).toString('base64')}`, 'id:Base64'],
  [`${KEY},${KEY}`, 'twice'],
  [`a:${Buffer.alloc(32).toString('base64')}`, 'not random'],
  [`a:${Buffer.from('a key that everybody knows by now!').toString('base64')}`, 'not random'],
])('the keys %j are refused, and not shown', (keys, message) => {
  expect(() => parseEventSigningKeys(keys)).toThrow(message);
  const secret = keys.split(':')[1];
  if (secret) expect(() => parseEventSigningKeys(keys)).not.toThrow(secret);
});
