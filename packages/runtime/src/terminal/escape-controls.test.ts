import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeControls, escapeLines } from './escape-controls.ts';

const HOSTILE = [
  ['\u001b[2J\u001b]0;title\u0007', '\\u001b[2J\\u001b]0;title\\u0007'],
  ['a\r\nb\tc', 'a\\u000d\\u000ab\\u0009c'],
  ['\u009b31m\u007f', '\\u009b31m\\u007f'],
  ['\u202egnp.exe\u202c', '\\u202egnp.exe\\u202c'],
  ['\u2066x\u2069\u200e\u061c', '\\u2066x\\u2069\\u200e\\u061c'],
  ['\u2028\u2029\u0085', '\\u2028\\u2029\\u0085'],
  ['\ud800x\udc00', '\\ud800x\\udc00'],
] as const;

const unit = fc.oneof(
  fc.constantFrom(...HOSTILE.flatMap(([text]) => [...text]), '\n', '\t', '\0'),
  fc.string({ unit: 'binary', maxLength: 1 }),
);
const text = fc.array(unit).map((units) => units.join(''));

describe('escapeControls', () => {
  it.each(HOSTILE)('%j', (hostile, shown) => {
    expect(escapeControls(hostile)).toBe(shown);
  });

  it.each(['Grüße, 世界', '👩‍👩‍👧 🏳️‍🌈', 'نص', 'a\\u001bb', '100 % ▒'])(
    'leaves what people write: %s',
    (plain) => {
      expect(escapeControls(plain)).toBe(plain);
    },
  );

  it('leaves nothing that acts on a terminal, and nothing to do for a second time', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        const shown = escapeControls(hostile);
        expect(shown).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
        expect(shown.isWellFormed()).toBe(true);
        expect(escapeControls(shown)).toBe(shown);
        expect(escapeLines(hostile).replaceAll(/[\n\t]/g, '')).toBe(
          escapeControls(hostile.replaceAll(/[\n\t]/g, '')),
        );
      }),
    );
  });

  it('leaves JSON what it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(escapeControls(text))).toEqual(JSON.parse(text));
      }),
    );
  });
});
