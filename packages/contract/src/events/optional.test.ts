import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { eventSchema } from '../generate/json-schema.ts';
import type { JsonSchema } from '../generate/walk.ts';
import { EVENT_DATA, EVENT_TYPES, FREE_JSON } from './types.ts';

interface Field {
  readonly name: string;
  readonly schema: z.ZodType;
}

/** Every field of a schema at whatever depth, by way of all that may surround an object. */
function fieldsOf(schema: z.ZodType, prefix = ''): readonly Field[] {
  const def = schema.def as unknown as Readonly<Record<string, unknown>>;
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>).flatMap(([key, field]) => [
      { name: `${prefix}${key}`, schema: field },
      ...fieldsOf(field, `${prefix}${key}.`),
    ]);
  }
  const inner = ['innerType', 'element', 'out', 'in'].map((part) => def[part]);
  return inner.flatMap((each) => (each instanceof z.ZodType ? fieldsOf(each, prefix) : []));
}

const FIELDS = EVENT_TYPES.flatMap((type) =>
  fieldsOf(EVENT_DATA[type]).map(({ name, schema }) => ({ name: `${type} ${name}`, schema })),
);
const isOptional = ({ schema }: Field) => schema.safeParse(undefined).success;

describe('null', () => {
  test.each(FIELDS.filter(isOptional))('is the absence of $name', ({ schema }) => {
    expect(schema.parse(null)).toEqual(schema.parse(undefined));
    expect(schema.parse(null)).not.toBeNull();
  });

  test.each(FIELDS.filter((field) => !isOptional(field)))('is refused as $name', ({ schema }) => {
    expect(schema.safeParse(null).success).toBe(false);
  });

  test('walks every field', () => {
    const names = FIELDS.map(({ name }) => name);
    expect(names).toContain('task.created callback.events');
    expect(names).toContain('task.warned warnings.field');
    expect(names).toContain('task.failed error.details');
    expect(FIELDS.filter(isOptional).length).toBeGreaterThan(35);
  });

  test.each(EVENT_TYPES)(
    'may be written where something may be absent, says the JSON Schema of %s',
    (type) => {
      for (const [name, schema] of optionalProperties(eventSchema(type))) {
        expect(takesNull(schema), name).toBe(true);
      }
    },
  );
});

function takesNull({ type, anyOf = [], ...rest }: JsonSchema): boolean {
  if ((anyOf as readonly JsonSchema[]).some((branch) => branch.type === 'null')) return true;
  const types = Array.isArray(type) ? type : [type];
  return types.includes('null') || Object.keys(rest).every((keyword) => keyword === 'description');
}

function optionalProperties(schema: JsonSchema): readonly (readonly [string, JsonSchema])[] {
  const required = new Set((schema.required as readonly string[] | undefined) ?? []);
  const branches = (schema.anyOf as readonly JsonSchema[] | undefined) ?? [];
  const items = schema.items as JsonSchema | undefined;
  return [
    ...Object.entries((schema.properties as Record<string, JsonSchema> | undefined) ?? {}).flatMap(
      ([name, property]) => [
        ...(required.has(name) ? [] : [[name, property] as const]),
        ...optionalProperties(property),
      ],
    ),
    ...[...branches, ...(items === undefined ? [] : [items])].flatMap(optionalProperties),
  ];
}

describe('the empty string', () => {
  test.each([
    ['task.created', 'project_id'],
    ['task.created', 'client_request_id'],
    ['task.created', 'deadline_at'],
    ['task.started', 'resolved_model'],
    ['task.progressed', 'stage'],
    ['task.cancel_requested', 'request_id'],
  ] as const)('is the absence of %s %s', (type, field) => {
    const required = type === 'task.created' ? { capability: 'c', model: 'm' } : {};
    expect(EVENT_DATA[type].parse({ ...required, [field]: '' })).toEqual(required);
  });

  test('is no amount, no required id and no number', () => {
    const charge = { entry_id: '', amount_credits: '1' };
    expect(EVENT_DATA['task.charged'].safeParse(charge).success).toBe(false);
    expect(EVENT_DATA['task.progressed'].safeParse({ percent: '' }).success).toBe(false);
  });
});

describe('a time that may be absent', () => {
  const created = (deadline_at: unknown) =>
    EVENT_DATA['task.created'].parse({ capability: 'c', model: 'm', deadline_at }).deadline_at;

  test.each([
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00.000000000Z',
    '0001-01-01T00:00:00+00:00',
    '0001-01-01t00:00:00+08:00',
  ])('is absent as %s', (zero) => {
    expect(created(zero)).toBeUndefined();
  });

  test('is there a second later', () => {
    expect(created('0001-01-01T00:00:01Z')).toBe('0001-01-01T00:00:01.000000Z');
  });
});

describe('a list that is far too long', () => {
  test.each([
    ['task.warned', { warnings: Array(500_000).fill(0) }],
    ['task.usage_recorded', { lines: Array(500_000).fill(0) }],
    ['task.created', { capability: 'c', model: 'm', callback: { url: 'u', events: Array(500_000).fill(0) } }],
  ] as const)('of %s is refused, with few faults', (type, data) => {
    const { error } = EVENT_DATA[type].safeParse(data);
    expect(error?.issues.length).toBeGreaterThan(0);
    expect(error?.issues.length).toBeLessThan(500);
  });
});

test('whatever may hold JSON of any form is listed, so that its digits are kept', () => {
  const free = FIELDS.filter(({ schema }) => schema.safeParse({ any: [{ thing: 1.5 }] }).success);
  const listed = Object.entries(FREE_JSON).flatMap(([type, paths]) =>
    paths.map((path) => `${type} ${path.join('.')}`),
  );
  // An optional object whose fields are all optional takes any object, too, but hands none of it on.
  expect(free.map(({ name }) => name).sort()).toEqual(listed.sort());
});

test('metadata keeps every key, whatever objects have by that name themselves', () => {
  const key = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'),
    fc.string({ minLength: 1, maxLength: 64 }),
  );
  const text = fc.string({ maxLength: 20 });
  const pairs = fc.uniqueArray(fc.tuple(key, text), { maxLength: 50, selector: ([each]) => each });
  fc.assert(
    fc.property(pairs, (entries) => {
      // As it is read from a record: JSON.parse gives an object properties of its own.
      const sent: unknown = JSON.parse(JSON.stringify(Object.fromEntries(entries)));
      const { metadata } = EVENT_DATA['task.created'].parse({ capability: 'c', model: 'm', metadata: sent });
      expect(new Map(Object.entries(metadata ?? {}))).toEqual(new Map(entries));
    }),
  );
});
