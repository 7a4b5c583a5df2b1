import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrayItems, compact, nestingDepth, someNumber, textAt } from './scan.ts';

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

describe('nestingDepth', () => {
  test('counts arrays and objects, not brackets in strings', () => {
    const texts = ['1', '"[[{"', '[]', '{"a":[{}],"b":{}}', '["\\"[", [1]]'];
    expect(texts.map(nestingDepth)).toEqual([0, 0, 1, 3, 2]);
  });

  test('does not overflow the stack', () => {
    expect(nestingDepth('['.repeat(500_000) + ']'.repeat(500_000))).toBe(500_000);
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
