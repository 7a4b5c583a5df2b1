import { expect, test } from 'vitest';
import { cloudEventAttributes, structuredEvent } from '../cloud-event.ts';
import { EVENT_TYPES } from '../events/types.ts';
import { taskUpdated } from '../update.ts';
import { EXAMPLE_EVENTS } from './events.ts';
import { EXAMPLE_UPDATE } from './update.ts';

test.each(EVENT_TYPES)(
  'the example of %s is what its schema says, without a field that it would ignore',
  (type) => {
    const example = EXAMPLE_EVENTS[type];
    expect(structuredEvent(type).parse(example)).toMatchObject({ type, data: {} });
    expect(Object.keys(structuredEvent(type).parse(example).data ?? {})).toEqual(
      expect.arrayContaining(Object.keys(example.data ?? {})),
    );
    expect(cloudEventAttributes.parse(example).subject).toBe(EXAMPLE_UPDATE.subject);
  },
);

test('the examples have ids of their own', () => {
  const ids = Object.values(EXAMPLE_EVENTS).map(({ source, id }) => `${source} ${id}`);
  expect(new Set(ids).size).toBe(EVENT_TYPES.length);
});

test('the example of task.updated is what its schema says', () => {
  expect(taskUpdated.parse(EXAMPLE_UPDATE)).toEqual(EXAMPLE_UPDATE);
  const { input, output, ...data } = EXAMPLE_UPDATE.data;
  expect(taskUpdated.safeParse({ ...EXAMPLE_UPDATE, truncated: true, data }).success).toBe(true);
});
