import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cloudEventAttributes } from './cloud-event.ts';

const required = {
  specversion: '1.0',
  id: 'evt_1',
  source: '/worker',
  type: 'task.started',
  time: '2026-11-24T11:00:00.123456+01:00',
  subject: 'task_1',
  tenantid: 'tenant_a',
};

test('brings the time to UTC and drops extensions that are not known', () => {
  expect(cloudEventAttributes.parse({ ...required, region: 'eu', sequence: null })).toEqual({
    ...required,
    time: '2026-11-24T10:00:00.123456Z',
    sequence: null,
  });
});

test.each(Object.keys(required))('refuses an event without %s', (name) => {
  expect(cloudEventAttributes.safeParse({ ...required, [name]: undefined }).success).toBe(false);
  expect(cloudEventAttributes.safeParse({ ...required, [name]: null }).success).toBe(false);
});

test.each([
  { specversion: '0.3' },
  { id: '' },
  { id: 'x'.repeat(257) },
  { id: 'a\u0000' },
  { source: 'a\nb' },
  { type: 'order.created' },
  { type: 'task.' },
  { time: '2026-11-24' },
  { subject: 'a/b' },
  { tenantid: 'tenant a' },
])('refuses %j', (attribute) => {
  expect(cloudEventAttributes.safeParse({ ...required, ...attribute }).success).toBe(false);
});

test('drops what an event need not carry where it is odd, and keeps the event', () => {
  const odd = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.string({ minLength: 2100, maxLength: 2200 }));
  const extensions = fc.record({
    traceparent: odd,
    tracestate: odd,
    sequence: odd,
    apikeyid: odd,
    region: odd,
  });
  fc.assert(
    fc.property(extensions, (given) => {
      const { traceparent, tracestate, sequence, apikeyid, ...rest } = cloudEventAttributes.parse({
        ...required,
        ...given,
      });
      expect(rest).toEqual({ ...required, time: '2026-11-24T10:00:00.123456Z' });
      for (const text of [traceparent, tracestate]) expect(typeof (text ?? '')).toBe('string');
      expect(apikeyid ?? 'a').toMatch(/^[A-Za-z0-9_-]{1,128}$/);
      expect(['string', 'number']).toContain(typeof (sequence ?? 0));
    }),
  );
});

test.each([
  ['5f0c8a52-3d1e-4b7a-9c64-2e8f1d7b6a90', true],
  ['k'.repeat(128), true],
  ['k'.repeat(129), false],
  ['', false],
  ['a b', false],
  ['ключ', false],
  [7, false],
  [{ id: 'a' }, false],
])('takes the API key id %j: %s', (apikeyid, taken) => {
  expect(cloudEventAttributes.parse({ ...required, apikeyid }).apikeyid).toBe(taken ? apikeyid : undefined);
});

test.each([7, 2 ** 64, '7'])('takes the sequence %s', (sequence) => {
  expect(cloudEventAttributes.parse({ ...required, sequence }).sequence).toBe(sequence);
});

test.each([{ id: '😀'.repeat(256) }, { source: 'https://example.com/a b' }, { type: 'task.teleported' }])(
  'takes %j',
  (attribute) => {
    expect(cloudEventAttributes.safeParse({ ...required, ...attribute }).success).toBe(true);
  },
);
