import {
  cloudEventAttributes,
  EVENT_DATA,
  EVENT_TYPES,
  EXAMPLE_EVENTS,
  isSystemEvent,
} from '@taskfold/contract';
import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { DATA_RULES } from '../generated/event-rules.ts';
import type { ProducedType, TaskCloudEvent } from '../generated/events.ts';
import { createEvents } from './create-events.ts';
import { InvalidEventError } from './invalid-event.ts';
import { allowed, spoilt } from './testing/arbitrary-data.ts';
import { buildEvent, PRODUCED_TYPES, takesData } from './testing/build-event.ts';

const PRODUCED = EVENT_TYPES.filter((type) => !isSystemEvent({ type, source: '' }));
const events = createEvents({ source: '/workers/image-7', tenant: 'acme' });
const build = (type: ProducedType, data: unknown, attributes?: object) =>
  buildEvent(events, type, data, attributes);

/** As the API and the processor see it: what JSON makes of it. */
function check(event: TaskCloudEvent): void {
  const sent = JSON.parse(JSON.stringify(event));
  cloudEventAttributes.parse(sent);
  EVENT_DATA[event.type].parse(sent.data);
}

function isRight(event: unknown): boolean {
  const sent = JSON.parse(JSON.stringify(event));
  return (
    cloudEventAttributes.safeParse(sent).success &&
    EVENT_DATA[sent.type as ProducedType].safeParse(sent.data).success
  );
}

test('there is a builder for every type that a producer may send, and for no other', () => {
  expect(PRODUCED_TYPES).toEqual(PRODUCED);
  expect(Object.keys(events)).toHaveLength(PRODUCED.length);
  for (const type of PRODUCED_TYPES) expect(build(type, EXAMPLE_EVENTS[type].data).type).toBe(type);
});

test('every example of the contract is built as it stands there', () => {
  for (const type of PRODUCED_TYPES) {
    const { data, ...example } = EXAMPLE_EVENTS[type];
    const { id, time, traceparent } = example;
    const built = build(type, data, { id, time, traceparent: traceparent ?? undefined });
    expect(built).toEqual({
      ...example,
      source: '/workers/image-7',
      tenantid: 'acme',
      subject: 'task_1',
      data,
    });
    check(built);
  }
});

test.for(PRODUCED_TYPES)('whatever %s may say is built, and is what the contract takes', (type) => {
  fc.assert(
    fc.property(allowed(DATA_RULES[type]), (data) => {
      check(build(type, data));
    }),
  );
});

test.for(PRODUCED_TYPES)('nothing is built of odd data that the contract would refuse in %s', (type) => {
  const odd = fc.oneof(
    fc.anything(),
    fc.constantFrom<unknown>(
      0.1,
      40,
      40n,
      '',
      '-1',
      '1e3',
      '0',
      NaN,
      Infinity,
      new Date(),
      new Date(Number.NaN),
      '2026-02-30T00:00:00Z',
      'x'.repeat(5000),
    ),
  );
  let refused = 0;
  fc.assert(
    fc.property(
      allowed(DATA_RULES[type]),
      odd,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (data, value, random) => {
        try {
          const event = build(type, spoilt(data, value, random));
          expect(isRight(event)).toBe(true);
        } catch (error) {
          if (!(error instanceof TypeError)) throw error;
          refused++;
        }
      },
    ),
  );
  expect(refused > 0).toBe(takesData(type));
});

test('attributes that the contract would refuse are refused', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(text, text, fc.oneof(text, fc.date()), text, (id, source, time, task) => {
      try {
        expect(isRight(createEvents({ source }).started(task, {}, { id, time }))).toBe(false);
      } catch (error) {
        if (!(error instanceof InvalidEventError)) {
          expect(isRight(createEvents({ source, tenant: 'a' }).started(task, {}, { id, time }))).toBe(true);
        }
      }
    }),
  );
});

test('money is a text, as a type and when it runs', () => {
  expectTypeOf<{ entry_id: string; amount_credits: number }>().not.toExtend<
    Parameters<typeof events.charged>[1]
  >();
  const amount: string = JSON.parse('40.1');
  expect(() => events.charged('task_1', { entry_id: 'charge_1', amount_credits: amount })).toThrow(
    'task.charged: /data/amount_credits must be a decimal string such as "1.25", not a number: a float loses cents',
  );
  expect(() => events.charged('task_1', { entry_id: 'charge_1', amount_credits: '-1' })).toThrow(
    InvalidEventError,
  );
  expect(
    events.charged('task_1', { entry_id: 'charge_1', amount_credits: '40.00000001' }).data.amount_credits,
  ).toBe('40.00000001');
});

test('an error names every part that is wrong', () => {
  const given = { capability: '', model: 7, callback: { events: ['task.done'] } } as never;
  const faults = () => events.created('not a task', given);
  expect(faults).toThrow(InvalidEventError);
  try {
    faults();
  } catch (error) {
    expect((error as InvalidEventError).issues.map(({ param }) => param)).toEqual([
      '/data/capability',
      '/data/model',
      '/data/callback/url',
      '/data/callback/events/0',
    ]);
  }
  expect(() => events.created('not a task', { capability: 'a', model: 'b' })).toThrow('/subject must match');
});

test('an event is a copy of what it was given', () => {
  const output = { frames: [1], at: new Date(0), seed: 12345678901234567890n, none: undefined };
  const event = events.succeeded('task_1', { output });
  output.frames.push(2);
  expect(JSON.stringify(event.data)).toBe(
    '{"output":{"frames":[1],"at":"1970-01-01T00:00:00.000Z","seed":12345678901234567890}}',
  );
});

test('an event without a tenant is one for HTTP', () => {
  expect(createEvents({ source: '/a' }).started('task_1')).not.toHaveProperty('tenantid');
  expect(() => createEvents({ source: '' })).toThrow('/source must match');
  expect(() => createEvents({ source: '/a', tenant: 'a b' })).toThrow('/tenantid');
});
