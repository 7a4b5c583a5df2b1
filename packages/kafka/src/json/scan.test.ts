import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countMembers } from './count-members.ts';
import { arrayItems, compact, shapeOf, someNumber, textAt, withMember } from './scan.ts';

const json = fc.jsonValue({ maxDepth: 4 });
const spaced = fc
  .tuple(json, fc.integer({ min: 0, max: 4 }))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

describe('textAt', () => {
  test('finds the member that JSON.parse finds, whatever stands around it', () => {
    const object = fc.dictionary(
      fc.oneof(fc.constantFrom('data', 'input', '__proto__', 'a"b\\'), fc.string()),
      json,
    );
    fc.assert(
      fc.property(object, fc.integer({ min: 0, max: 3 }), (value, indent) => {
        const text = ` ${JSON.stringify(value, null, indent)}\n`;
        for (const [key, member] of Object.entries(value)) {
          expect(JSON.parse(textAt(text, [key]) ?? '')).toEqual(JSON.parse(JSON.stringify(member)));
        }
        expect(textAt(text, ['no such key'])).toBe('no such key' in value ? expect.anything() : undefined);
      }),
    );
  });

  test.each([
    ['{"data":{"input":{"a":1},"input":{"a":2}}}', '{"a":2}'],
    ['{"data":{"input":{"a":1}},"data":{"input":{"a":2}}}', '{"a":2}'],
    [String.raw`{"d\u0061ta":{"\u0069nput":{"a":1.50}}}`, '{"a":1.50}'],
    ['{"x":"}\\"{","data" : { "y":[{}], "input"\n:\t{"a" : [1 ] } } }', '{"a" : [1 ] }'],
    ['{"data":{}}', undefined],
    ['{"data":[]}', undefined],
    ['{"input":{"a":1}}', undefined],
    ['[]', undefined],
  ])('%s', (text, expected) => {
    expect(textAt(text, ['data', 'input'])).toBe(expected);
  });

  test('of the empty path is the text', () => {
    expect(textAt('{}', [])).toBe('{}');
  });
});

test('compact text says the same on one line, and is what JSON.stringify writes', () => {
  fc.assert(
    fc.property(spaced, (text) => {
      expect(compact(text)).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});

describe('shapeOf', () => {
  test('counts arrays, objects and members, not what stands in strings', () => {
    const texts = ['1', '"[[{:"', '[]', '{"a":[{}],"b" : {}}', '["\\"[:", [1]]', '{"a:":{"a":1,"a":2}}'];
    expect(texts.map(shapeOf)).toEqual([
      { depth: 0, members: 0 },
      { depth: 0, members: 0 },
      { depth: 1, members: 0 },
      { depth: 3, members: 2 },
      { depth: 2, members: 0 },
      { depth: 2, members: 3 },
    ]);
  });

  test('does not overflow the stack', () => {
    expect(shapeOf('['.repeat(500_000) + ']'.repeat(500_000)).depth).toBe(500_000);
  });

  test('has as many members as the value unless an object names one twice', () => {
    fc.assert(
      fc.property(spaced, (text) => {
        expect(shapeOf(text).members).toBe(countMembers(JSON.parse(text)));
      }),
    );
    for (const twice of [
      '{"a":1,"a":1}',
      '{"a":{"b":[{"c":1,"c":2}]}}',
      String.raw`{"tenantid":"a","tenant\u0069d":"b"}`,
      '{"__proto__":1,"__proto__":2}',
    ]) {
      expect(shapeOf(twice).members).toBe(countMembers(JSON.parse(twice)) + 1);
    }
  });
});

describe('withMember', () => {
  test.each([
    ['{}', '{"a":1}'],
    [' { } ', ' {"a":1}'],
    ['{"b":1.50}', '{"b":1.50,"a":1}'],
    ['{"a":null}', '{"a":1}'],
    ['{ "a" : null , "b":1.50 }', '{ "a" : 1, "b":1.50 }'],
    ['{"b":{"a":null},"\\u0061":null}', '{"b":{"a":null},"\\u0061":1}'],
  ])('of %s', (text, expected) => {
    expect(withMember(text, 'a', '1')).toBe(expected);
  });

  test('sets it, and changes nothing else', () => {
    const object = fc.dictionary(fc.oneof(fc.constantFrom('a', '__proto__'), fc.string()), json);
    fc.assert(
      fc.property(object, fc.integer({ min: 0, max: 3 }), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const parsed = JSON.parse(text);
        expect(JSON.parse(withMember(text, 'a', '"x"'))).toEqual({ ...parsed, a: 'x' });
      }),
    );
  });
});

test('someNumber asks about every number as it is written', () => {
  const text = '{"1":-0,"a":[1.50,2e+10,-3.5E-7,{"b":12345678901234567890}],"c":"9 \\" 9","d":true,"e":null}';
  const asked: string[] = [];
  expect(someNumber(text, (number) => asked.push(number) > 5)).toBe(false);
  expect(asked).toEqual(['-0', '1.50', '2e+10', '-3.5E-7', '12345678901234567890']);
  expect(someNumber(text, (number) => number === '2e+10')).toBe(true);
});

describe('arrayItems', () => {
  test('gives the items that JSON.parse gives, as they stand', () => {
    fc.assert(
      fc.property(fc.array(json), fc.integer({ min: 0, max: 3 }), (values, indent) => {
        const text = ` ${JSON.stringify(values, null, indent)}\n`;
        expect(arrayItems(text).map((item) => JSON.parse(item))).toEqual(JSON.parse(text));
      }),
    );
    expect(arrayItems(' [ 1.50 , "a],[" , {"b": [2, 3]}\t]')).toEqual(['1.50', '"a],["', '{"b": [2, 3]}']);
  });

  test.each(['{}', '"[1]"', '1', '[]', ' [ ] '])('gives none of %s', (text) => {
    expect(arrayItems(text)).toEqual([]);
  });
});
