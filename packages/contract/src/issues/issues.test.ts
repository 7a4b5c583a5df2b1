import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EVENT_DATA, EVENT_TYPES } from '../events/types.ts';
import { OPERATIONS } from '../http/operations/index.ts';
import { issueSentence, issueWords } from './issues.ts';

function sentences(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value, { error: issueWords });
  return (error?.issues ?? []).map(({ path, message }) => issueSentence(path, message, 'The body'));
}

describe('what is wrong with a value', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.object({ reason: z.string() }), { reason: 7 }, '`reason` must be a string.'],
    [z.object({ reason: z.string() }), {}, '`reason` is missing: it must be a string.'],
    [z.object({ a: z.number() }), { a: '1' }, '`a` must be a number.'],
    [z.object({ a: z.coerce.number() }), { a: 'x' }, '`a` must be a number.'],
    [z.object({ a: z.int() }), { a: 1.5 }, '`a` must be a whole number.'],
    [z.object({ a: z.boolean() }), { a: null }, '`a` must be true or false.'],
    [z.object({ a: z.array(z.string()) }), { a: {} }, '`a` must be an array.'],
    [z.object({ a: z.record(z.string(), z.string()) }), { a: [] }, '`a` must be an object.'],
    [z.object({}), [], 'The body must be an object.'],
    [z.object({ a: z.null() }), { a: 1 }, '`a` must be null.'],
    [z.object({ a: z.date() }), { a: 1 }, '`a` must be a time.'],
    [z.object({ a: z.symbol() }), { a: 1 }, '`a` must be of the type symbol.'],
    [z.object({ a: z.literal('1.0') }), { a: '0.3' }, '`a` must be 1.0.'],
    [z.object({ a: z.enum(['x', 'y']) }), { a: 'z' }, '`a` must be one of x, y.'],
    [z.object({ a: z.literal([1, true]) }), { a: 'z' }, '`a` must be one of 1, true.'],
    [z.object({ a: z.string().min(1) }), { a: '' }, '`a` must not be empty.'],
    [z.object({ a: z.string().min(2) }), { a: '' }, '`a` must have at least 2 characters.'],
    [z.object({ a: z.string().max(1) }), { a: 'ab' }, '`a` must have at most 1 character.'],
    [z.object({ a: z.string().length(2) }), { a: 'a' }, '`a` must have exactly 2 characters.'],
    [z.object({ a: z.array(z.int()).min(1) }), { a: [] }, '`a` must not be empty.'],
    [z.object({ a: z.array(z.int()).max(2) }), { a: [1, 2, 3] }, '`a` must have at most 2 items.'],
    [z.object({ a: z.number().min(0) }), { a: -1 }, '`a` must be at least 0.'],
    [z.object({ a: z.number().max(100) }), { a: 101 }, '`a` must be at most 100.'],
    [z.object({ a: z.number().gt(0) }), { a: 0 }, '`a` must be more than 0.'],
    [z.object({ a: z.number().lt(1) }), { a: 1 }, '`a` must be less than 1.'],
    [z.object({ a: z.number().multipleOf(5) }), { a: 1 }, '`a` must be a multiple of 5.'],
    [z.object({ a: z.uuid() }), { a: 'x' }, '`a` must be a UUID.'],
    [z.object({ a: z.url() }), { a: 'x' }, '`a` must be a URL.'],
    [z.object({ a: z.iso.date() }), { a: 'x' }, '`a` must be a date such as 2026-11-24.'],
    [z.object({ a: z.string().regex(/^x$/) }), { a: 'y' }, '`a` does not have the form that it must have.'],
    [z.object({ a: z.string().regex(/^x$/, 'must be x') }), { a: 'y' }, '`a` must be x.'],
    [z.strictObject({}), { b: 1, c: 2 }, 'The body has keys that are not known here: b, c.'],
    [
      z.object({ a: z.record(z.string().max(1), z.int()) }),
      { a: { bc: 1 } },
      '`a.bc` has a key that it cannot have.',
    ],
    [
      z.object({ a: z.union([z.int(), z.boolean()]) }),
      { a: 'x' },
      '`a` has none of the forms that it may have.',
    ],
    [
      z.object({ a: z.map(z.object({}), z.int()) }),
      { a: new Map([[{}, 'x']]) },
      '`a` has an element that it cannot have.',
    ],
    [z.object({ a: z.string().refine(() => false) }), { a: '' }, '`a` is not acceptable.'],
    [
      z.object({ lines: z.array(z.object({ quantity: z.string() })) }),
      { lines: [{ quantity: '1' }, { quantity: 1 }] },
      '`lines[1].quantity` must be a string.',
    ],
  ])('%# is said in a sentence', (schema, value, sentence) => {
    expect(sentences(schema, value)).toEqual([sentence]);
  });

  it('shows a name that somebody chose on one line, and not for ever', () => {
    const schema = z.record(z.string(), z.string());
    expect(sentences(schema, { 'a\n\u001b[31m`\u2028': 1 })).toEqual([
      '`a\ufffd\ufffd[31m\ufffd\ufffd` must be a string.',
    ]);
    expect(sentences(schema, { ['x'.repeat(500)]: 1 })).toEqual([
      `\`${'x'.repeat(100)}…\` must be a string.`,
    ]);
  });

  it('leaves a whole sentence as it is', () => {
    for (const sentence of [
      'There is no such task.',
      '`data.a` must be a string. `data.b` must be a number.',
    ]) {
      expect(issueSentence(['a'], sentence, 'The body')).toBe(sentence);
    }
  });

  it('never comes in the words of the validator, of no event and no request', () => {
    const bodies = Object.values(OPERATIONS).flatMap((operation) =>
      'body' in operation ? Object.values(operation.body.content).map(({ schema }) => schema) : [],
    );
    const queries = Object.values(OPERATIONS).flatMap((operation) =>
      'query' in operation ? [operation.query] : [],
    );
    const schemas: z.ZodType[] = [...EVENT_TYPES.map((type) => EVENT_DATA[type]), ...bodies, ...queries];
    const odd = [null, 7, '', 'x'.repeat(9000), [], [7], {}, { a: 7 }, -1e300, Number.NaN, true];
    let seen = 0;
    for (const schema of schemas) {
      const keys = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
      const values = odd.flatMap((value) => [value, ...keys.map((key) => ({ [key]: value }))]);
      for (const sentence of values.flatMap((value) => sentences(schema, value))) {
        seen += 1;
        expect(sentence).not.toMatch(/Invalid|expected|received|Too (?:big|small)|Unrecognized/);
        expect(sentence).toMatch(
          /^(?:`[^`]+`|The body) (?:must|is|has|does|cannot|(?:keys|values) must) .*\.$/s,
        );
      }
    }
    expect(seen).toBeGreaterThan(500);
  });
});
