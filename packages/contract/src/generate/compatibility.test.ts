import { expect, test } from 'vitest';
import { incompatibilities } from './compatibility.ts';
import { jsonSchemas } from './json-schema.ts';
import type { JsonSchema } from './walk.ts';

const released = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', maxLength: 10, description: 'Old words.' },
    size: { type: 'number' },
    lines: { type: 'array', items: { type: 'object', properties: { unit: { type: 'string' } } } },
    note: { anyOf: [{ type: 'object', properties: { text: { type: 'string' } } }, { type: 'null' }] },
  },
};

/** The released schema with one text in it replaced, as a careless edit would. */
function edited(before: string, after: string): JsonSchema {
  const text = JSON.stringify(released);
  expect(text).toContain(before);
  return JSON.parse(text.replace(before, after));
}

test('allows optional fields, at any depth, and other words', () => {
  for (const current of [
    edited('"size":', '"added":{"type":"boolean"},"size":'),
    edited('"unit":', '"added":{"type":"boolean"},"unit":'),
    edited('"text":', '"added":{"type":"boolean"},"text":'),
    edited('Old words.', 'New words.'),
  ]) {
    expect(incompatibilities(released, current, 'input')).toEqual([]);
    expect(incompatibilities(released, current, 'output')).toEqual([]);
  }
});

test.each([
  ['a removed field', '"size":{"type":"number"},', '', '/size: was removed'],
  ['a retyped field', '"number"', '"string"', '/size: type was "number" and is "string"'],
  ['a tighter limit', '"maxLength":10', '"maxLength":5', '/name: maxLength was 10 and is 5'],
  ['a new limit', '"number"', '"number","minimum":0', '/size: minimum was undefined and is 0'],
  [
    'a retyped field of an item',
    '"unit":{"type":"string"}',
    '"unit":{"type":"number"}',
    '/lines/*/unit: type was "string" and is "number"',
  ],
  ['a removed field of a nullable object', '"text":{"type":"string"}', '', '/note/text: was removed'],
  ['a required field made optional', '["name"]', '[]', '/name: was required and is optional'],
])('refuses %s', (_, before, after, problem) => {
  for (const side of ['input', 'output'] as const) {
    expect(incompatibilities(released, edited(before, after), side)).toEqual([problem]);
  }
});

test('refuses a further required field of producers, but not one that the system itself writes', () => {
  const current = edited('["name"]', '["name","size"]');
  expect(incompatibilities(released, current, 'input')).toEqual([
    '/size: is required, which the released producers do not know',
  ]);
  expect(incompatibilities(released, current, 'output')).toEqual([]);
});

test('finds a change in a real schema', () => {
  const charged = jsonSchemas().get('task.charged') ?? {};
  const text = JSON.stringify(charged).replace('"estimated":{"description":', '"forecast":{"description":');
  expect(incompatibilities(charged, JSON.parse(text), 'input')).toEqual(['/data/estimated: was removed']);
});

test('lets the API read more than it did and state larger sizes of answers, and events stay as they were', () => {
  const looser = edited('"maxLength":10', '"maxLength":20');
  expect(incompatibilities(released, looser, 'input')).toEqual(['/name: maxLength was 10 and is 20']);
  expect(incompatibilities(released, looser, 'output')).toEqual([]);
  expect(incompatibilities(released, looser, 'request')).toEqual([]);
  expect(incompatibilities(released, edited(',"maxLength":10', ''), 'request')).toEqual([]);
  const [before, after] = [
    { type: 'integer', minimum: 1, maximum: 5 },
    { type: 'integer', minimum: 0, maximum: 9 },
  ];
  expect(incompatibilities(before, after, 'request')).toEqual([]);
  expect(incompatibilities(after, before, 'request')).toHaveLength(2);
  expect(incompatibilities(before, after, 'output')).toHaveLength(2);
});

test('lets a request be one of several things where it was one of them', () => {
  const text = { type: 'string', maxLength: 5, description: 'Why.' };
  const orNull = { anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }], description: 'Why.' };
  expect(incompatibilities(text, orNull, 'request')).toEqual([]);
  expect(incompatibilities({ ...text, maxLength: 6 }, orNull, 'request')).not.toEqual([]);
  expect(incompatibilities(orNull, text, 'request')).not.toEqual([]);
  expect(incompatibilities(text, orNull, 'input')).not.toEqual([]);
  expect(incompatibilities(text, orNull, 'output')).not.toEqual([]);
});

test('lets a request name one value more, and neither an answer nor an event, whose readers know the others alone', () => {
  const [before, after] = [{ enum: ['day', 'model'] }, { enum: ['day', 'key', 'model'] }];
  expect(incompatibilities(before, after, 'request')).toEqual([]);
  expect(incompatibilities(after, before, 'request')).toHaveLength(1);
  expect(incompatibilities({}, after, 'request')).toHaveLength(1);
  expect(incompatibilities(before, after, 'output')).toHaveLength(1);
  expect(incompatibilities(before, after, 'input')).toHaveLength(1);
});

test('lets a request be of one type more, and an event not, because others read it too', () => {
  const [before, after] = [{ type: 'string' }, { type: ['string', 'null'] }];
  expect(incompatibilities(before, after, 'request')).toEqual([]);
  expect(incompatibilities(after, before, 'request')).toHaveLength(1);
  expect(incompatibilities(before, after, 'input')).toHaveLength(1);
  expect(incompatibilities(before, after, 'output')).toHaveLength(1);
});

test('lets null be written where something may be absent, and nowhere else', () => {
  const nullable = edited('"size":{"type":"number"}', '"size":{"anyOf":[{"type":"number"},{"type":"null"}]}');
  expect(incompatibilities(released, nullable, 'input')).toEqual([]);
  expect(incompatibilities(released, nullable, 'request')).toEqual([]);
  expect(incompatibilities(released, nullable, 'output')).not.toEqual([]);
  expect(incompatibilities(nullable, released, 'input')).not.toEqual([]);
  const other = edited('"size":{"type":"number"}', '"size":{"anyOf":[{"type":"string"},{"type":"null"}]}');
  expect(incompatibilities(released, other, 'input')).toEqual(['/size: type was "number" and is "string"']);
  const name = '{"type":"string","maxLength":10,"description":"Old words."}';
  const required = edited(`"name":${name}`, `"name":{"anyOf":[${name},{"type":"null"}]}`);
  expect(incompatibilities(released, required, 'input')).not.toEqual([]);
});

test('lets what has several forms have one more, where it is written', () => {
  const [text, number, none] = [{ type: 'string' }, { type: 'integer' }, { type: 'null' }];
  const before = { anyOf: [text, none] };
  expect(incompatibilities(before, { anyOf: [text, number, none] }, 'input')).toEqual([]);
  expect(incompatibilities(before, { anyOf: [text, number, none] }, 'output')).not.toEqual([]);
  expect(incompatibilities(before, { anyOf: [number, none] }, 'input')).not.toEqual([]);
});

test('lets a text be described that was not, and never otherwise than it was', () => {
  const [bare, task] = [{ type: 'string' }, { type: 'string', contentSchema: { $ref: '#/Task' } }];
  expect(incompatibilities(bare, task, 'output')).toEqual([]);
  expect(incompatibilities(task, bare, 'output')).toHaveLength(1);
  expect(incompatibilities(task, { ...task, contentSchema: { $ref: '#/Other' } }, 'output')).toHaveLength(1);
});
