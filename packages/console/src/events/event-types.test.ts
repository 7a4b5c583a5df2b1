import { EVENT_TYPES, isSystemEvent } from '@taskfold/contract';
import document from '@taskfold/contract/asyncapi.json' with { type: 'json' };
import { expect, test } from 'vitest';
import { publishedTypes } from './event-types.ts';

const types = publishedTypes(document);

test('every type of the contract that a producer may publish is there, with its fields and an example of its data', () => {
  const published = EVENT_TYPES.filter((type) => !isSystemEvent({ type, source: '/s' }));
  expect(types.map(({ type }) => type).sort()).toEqual([...published].sort());
  for (const { type, meaning, fields, example } of types) {
    expect(meaning, type).not.toBe('');
    const names = fields.map(({ name }) => name);
    expect(names, type).toEqual(expect.arrayContaining(Object.keys(JSON.parse(example))));
    for (const field of fields) {
      expect(field, type).not.toMatchObject({ meaning: '' });
      expect(field.kind, `${type} ${field.name}`).not.toMatch(/undefined|^$/);
    }
  }
});

test('a field says what it may be', () => {
  const fieldOf = (type: string, name: string) =>
    types.find((each) => each.type === type)?.fields.find((each) => each.name === name);
  expect(fieldOf('task.charged', 'amount_credits')).toMatchObject({ kind: 'text', required: true });
  expect(fieldOf('task.charged', 'estimated')).toMatchObject({
    kind: 'true or false or null',
    required: false,
  });
  expect(fieldOf('task.created', 'deadline_at')?.kind).toBe('time or null');
  expect(fieldOf('task.usage_recorded', 'lines')?.kind).toBe('list of: object or null');
});

test('what is no such document has no types', () => {
  for (const other of [
    {},
    { components: null },
    { components: { messages: { a: 1, b: { examples: [3] } } } },
  ]) {
    expect(publishedTypes(other)).toEqual([]);
  }
});
