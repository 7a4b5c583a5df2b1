import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_EVENT_BYTES, TOPICS } from '@taskfold/contract';
import { decodeRecord, partitionOf } from '@taskfold/kafka';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEvents } from '../events/create-events.ts';
import { allowed } from '../events/testing/arbitrary-data.ts';
import { buildEvent, PRODUCED_TYPES } from '../events/testing/build-event.ts';
import { DATA_RULES } from '../generated/event-rules.ts';
import { TOPIC } from '../generated/topic-names.ts';
import { type KafkaRecord, toKafkaRecord } from './to-kafka-record.ts';

const events = createEvents({ source: '/workers/ü', tenant: 'acme' });

/** As the processor reads what a client of Kafka sent. */
function decode({ key, value, headers }: KafkaRecord) {
  const bytes = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)] as const);
  const record = {
    topic: TOPIC.events,
    partition: partitionOf(Buffer.from(key), 6, 'murmur2'),
    offset: 0,
    timestampMs: Date.now(),
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: Object.fromEntries(bytes),
  };
  return decodeRecord(record, { partitionCount: 6, partitioner: 'murmur2' });
}

test.for(['structured', 'binary'] as const)(
  'the processor takes every %s record, and reads what was said',
  (mode) => {
    const traced = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', sequence: 7 };
    const anyEvent = fc
      .constantFrom(...PRODUCED_TYPES)
      .chain((type) => allowed(DATA_RULES[type]).map((data) => buildEvent(events, type, data, traced)));
    fc.assert(
      fc.property(anyEvent, (event) => {
        const decoded = decode(toKafkaRecord(event, { mode }));
        expect(decoded).toMatchObject({
          kind: 'event',
          event: {
            id: event.id,
            source: '/workers/ü',
            type: event.type,
            tenantId: 'acme',
            taskId: 'task_1',
            traceparent: event.traceparent,
          },
        });
      }),
    );
  },
);

test('both modes say the same, digit for digit', () => {
  const event = events.created('task_1', {
    capability: 'a',
    model: 'b',
    input: { seed: 12345678901234567890n },
  });
  const [structured, binary] = [
    decode(toKafkaRecord(event)),
    decode(toKafkaRecord(event, { mode: 'binary' })),
  ];
  expect(structured).toEqual(binary);
  expect(JSON.stringify(structured)).toContain('12345678901234567890');
});

test('an output is read whatever numbers it holds, and however deep it is, or it is not built', () => {
  const nested = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
  const numbers = [5e-324, -5e-324, 9e-309, 1e-308, Number.MAX_VALUE, Number.MIN_VALUE, -0, 10n ** 4000n];
  const output = { numbers, nested: nested(253) };
  for (const mode of ['structured', 'binary'] as const) {
    expect(decode(toKafkaRecord(events.succeeded('task_1', { output }), { mode }))).toMatchObject({
      kind: 'event',
      event: {
        data: { output: expect.stringContaining('"numbers":[0,0,0,1e-308,1.7976931348623157e+308,0,0,1000') },
      },
    });
  }
  expect(() => events.succeeded('task_1', { output: { nested: nested(254) } })).toThrow('nested deeper');
  expect(() => events.succeeded('task_1', { output: { seed: 10n ** 5000n } })).toThrow('send it as a text');
});

test('what Kafka would take for a dead letter is refused', () => {
  const { tenantid: _, ...event } = events.started('task_1');
  expect(() => toKafkaRecord(event)).toThrow(
    'task.started: /tenantid is missing: give createEvents the tenant',
  );
  const output = (length: number) => events.succeeded('task_1', { output: { text: 'ü'.repeat(length) } });
  expect(() => toKafkaRecord(output(MAX_EVENT_BYTES / 2))).toThrow('1 MiB is the most');
  expect(decode(toKafkaRecord(output(MAX_EVENT_BYTES / 2 - 200))).kind).toBe('event');
});

test('the topics and what it says of partitioners are those of the contract', async () => {
  expect(TOPIC).toEqual({ events: TOPICS.events.name, updates: TOPICS.updates.name });
  const text = await readFile(join(import.meta.dirname, 'to-kafka-record.ts'), 'utf8');
  const page = await readFile(join(import.meta.dirname, '../../../../docs/reference/events.md'), 'utf8');
  for (const setting of [
    '`Partitioners.DefaultPartitioner`, not `LegacyPartitioner`',
    '`partitioner: compatibilityPartitioner`',
    '`partitioner=murmur2_random`',
  ]) {
    expect(page).toContain(setting);
    expect(text).toContain(setting);
  }
});
