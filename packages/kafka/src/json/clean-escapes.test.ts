import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanEscapes, cleanString } from './clean-escapes.ts';

test.each([
  [String.raw`"a\u0000b"`, '"a\ufffdb"'],
  [String.raw`{"\u0000":1}`, '{"\ufffd":1}'],
  [String.raw`"\ud800"`, '"\ufffd"'],
  [String.raw`"\uDC00\ud800"`, '"\ufffd\ufffd"'],
  [String.raw`"\ud83d\ude00"`, String.raw`"\ud83d\ude00"`],
  [String.raw`"\ud800\ud83d\ude00"`, '"\ufffd\\ud83d\\ude00"'],
  [String.raw`"\\u0000"`, String.raw`"\\u0000"`],
  [String.raw`"\\\u0000"`, '"\\\\\ufffd"'],
  [String.raw`"\u00e9\n"`, String.raw`"\u00e9\n"`],
])('%s becomes %s', (text, clean) => {
  expect(cleanEscapes(text)).toBe(clean);
});

/** Any string, half of them with NUL characters and halves of surrogate pairs, as JSON with every unit escaped. */
const units = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0xd83d, 0xde00, 0x5c, 0x75)),
);

test('what is read from clean text is what is read from the text, made well-formed, without NUL', () => {
  fc.assert(
    fc.property(units, (codes) => {
      const text = `"${codes.map((code) => `\\u${code.toString(16).padStart(4, '0')}`).join('')}"`;
      expect(JSON.parse(cleanEscapes(text))).toBe(cleanString(JSON.parse(text)));
    }),
  );
});
