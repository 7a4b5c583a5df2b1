import { describe, expect, it } from 'vitest';
import { asyncApiDocument } from './asyncapi.ts';
import { OPERATORS, TENANTS } from './audiences.ts';
import { jsonSchemas } from './json-schema.ts';
import { openApiDocument } from './openapi.ts';
import { plain } from './plain.ts';
import { isSchema } from './walk.ts';

describe('a schema in plain words', () => {
  it.each([
    [
      'what may be null',
      { anyOf: [{ type: 'string', maxLength: 3 }, { type: 'null' }], description: 'A text.' },
      { type: ['string', 'null'], maxLength: 3, description: 'A text.' },
    ],
    [
      'values that may be null',
      { anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      'a reference that may be null',
      { anyOf: [{ $ref: '#/a' }, { type: 'null' }] },
      { anyOf: [{ $ref: '#/a' }, { type: 'null' }] },
    ],
    [
      'an object of anything',
      { type: 'object', propertyNames: { type: 'string' }, additionalProperties: {} },
      { type: 'object', additionalProperties: true },
    ],
    [
      'a time',
      { items: { type: 'string', format: 'date-time', pattern: '^\\d' } },
      { items: { type: 'string', format: 'date-time' } },
    ],
    ['a pattern', { pattern: '^\\d\\/[^\\u0000\\u001F]$' }, { pattern: '^[0-9]/[^\\x00\\x1F]$' }],
    [
      'values that may grow',
      { type: 'string', enum: ['a'], description: 'What.', 'x-open': true },
      { type: 'string', description: 'What. Further values may come in time.', 'x-extensible-enum': ['a'] },
    ],
  ])('says %s', (_what, schema, expected) => {
    expect(plain(schema)).toEqual(expected);
  });
});

describe.each([
  ['the OpenAPI document', openApiDocument('0.1.0', TENANTS)],
  ['the OpenAPI document of operators', openApiDocument('0.1.0', OPERATORS)],
  ['the AsyncAPI document', asyncApiDocument('0.1.0')],
  ['JSON Schemas', Object.fromEntries(jsonSchemas())],
])('%s', (_name, document) => {
  const parts = partsOf(document);

  it('has patterns that every dialect reads', () => {
    const patterns = new Set(parts.flatMap(({ pattern }) => (typeof pattern === 'string' ? [pattern] : [])));
    expect(patterns.size).toBeGreaterThan(2);
    // What JavaScript alone has, what Go lacks (\u, lookarounds), and digits that Python counts beyond 0 to 9.
    expect([...patterns].filter((pattern) => /\\[pPudDcbB]|\(\?[=!<]/.test(pattern))).toEqual([]);
  });

  it('has no text that ends a comment of what is generated', () => {
    const texts = parts.flatMap(({ description, summary, title }) => [description, summary, title]);
    expect(texts.filter((text) => String(text).includes('*/'))).toEqual([]);
  });

  it('states no limit that nobody holds', () => {
    const limits = parts.flatMap(({ maxLength, maxProperties, maxItems }) => [
      maxLength,
      maxProperties,
      maxItems,
    ]);
    expect(limits).not.toContain(1_048_576);
    expect(parts.map(({ maxProperties }) => maxProperties)).not.toContain(10_000);
  });
});

it('says of every number in the OpenAPI documents what holds it', () => {
  for (const audience of [TENANTS, OPERATORS]) {
    const numbers = partsOf(openApiDocument('0.1.0', audience)).filter(({ type }) =>
      [type].flat().some((each) => each === 'number' || each === 'integer'),
    );
    expect(numbers.length).toBeGreaterThan(20);
    expect(numbers.filter(({ format }) => !/^(double|int32|int64)$/.test(String(format)))).toEqual([]);
  }
});

/** Every object of a document. */
function partsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  return isSchema(value) ? [value, ...Object.values(value).flatMap(partsOf)] : [];
}
