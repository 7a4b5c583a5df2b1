import { expect, test } from 'vitest';
import { incompatibilities } from './compatibility.ts';
import { type JsonSchema, jsonSchemas } from './json-schema.ts';

const released: JsonSchema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', maxLength: 10, description: 'Old words.' },
    size: { type: 'number' },
    lines: { type: 'array', items: { type: 'object', properties: { unit: { type: 'string' } } } },
    note: { anyOf: [{ type: 'object', properties: { text: { type: 'string' } } }, { type: 'null' }] },
  },
};

function changed(change: (schema: ReturnType<typeof copy>) => void) {
  const schema = copy();
  change(schema);
  return schema as JsonSchema;
}
function copy() {
  // biome-ignore lint/suspicious/noExplicitAny: a schema is changed at will, as a careless edit would
  return structuredClone(released) as any;
}

test('allows optional fields and other words', () => {
  const current = changed((schema) => {
    schema.properties.added = { type: 'boolean' };
    schema.properties.name.description = 'New words.';
    schema.properties.lines.items.properties.added = { type: 'string' };
  });
  expect(incompatibilities(released, current, 'input')).toEqual([]);
});

test.each([
  ['a removed field', (schema) => delete schema.properties.size, '/size: was removed'],
  [
    'a retyped field',
    (schema) => (schema.properties.size.type = 'string'),
    '/size: type was "number" and is "string"',
  ],
  ['a tighter limit', (schema) => (schema.properties.name.maxLength = 5), '/name: maxLength was 10 and is 5'],
  ['a new limit', (schema) => (schema.properties.size.minimum = 0), '/size: minimum was undefined and is 0'],
  [
    'a field of an item retyped',
    (schema) => (schema.properties.lines.items.properties.unit.type = 'number'),
    '/lines/*/unit: type was "string" and is "number"',
  ],
  [
    'a field of a nullable object removed',
    (schema) => delete schema.properties.note.anyOf[0].properties.text,
    '/note/text: was removed',
  ],
  [
    'a required field made optional',
    (schema) => (schema.required = []),
    '/name: was required and is optional',
  ],
] satisfies [string, (schema: ReturnType<typeof copy>) => unknown, string][])(
  'refuses %s',
  (_, change, problem) => {
    for (const side of ['input', 'output'] as const) {
      expect(incompatibilities(released, changed(change), side)).toEqual([problem]);
    }
  },
);

test('refuses a further required field of producers, but not one that the system itself writes', () => {
  const current = changed((schema) => {
    schema.properties.added = { type: 'string' };
    schema.required.push('added');
  });
  expect(incompatibilities(released, current, 'input')).toEqual([
    '/added: is required, which the released producers do not know',
  ]);
  expect(incompatibilities(released, current, 'output')).toEqual([]);
});

test('finds a change in a real schema', () => {
  const charged = jsonSchemas().get('task.charged') ?? {};
  const text = JSON.stringify(charged).replace('"estimated":{"description":', '"forecast":{"description":');
  expect(incompatibilities(charged, JSON.parse(text), 'input')).toEqual(['/data/estimated: was removed']);
});
