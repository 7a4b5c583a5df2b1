import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, hexLines, sizeText, textOf } from './bytes.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

test('base64 becomes the bytes that it stands for', () => {
  fc.assert(
    fc.property(bytes, (given) => {
      expect(bytesOf(Buffer.from(given).toString('base64'))).toEqual(given);
    }),
  );
  expect(() => bytesOf('no base64!')).toThrow();
});

describe('bytes as text', () => {
  test('are the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(textOf(new TextEncoder().encode(text))).toEqual({ text, isUtf8: true });
      }),
    );
  });

  test('have what is no UTF-8 byte by byte, and the rest as it is', () => {
    expect(textOf(Buffer.from([0x7b, 0xff, 0x41, 0xc3]))).toEqual({ text: '{\\xffA\\xc3', isUtf8: false });
    expect(textOf(Buffer.from([0xe2, 0x82, 0xac, 0x80]))).toEqual({ text: '€\\x80', isUtf8: false });
    // A surrogate, and what is longer than it need be, are none.
    expect(textOf(Buffer.from([0xed, 0xa0, 0x80])).text).toBe('\\xed\\xa0\\x80');
    expect(textOf(Buffer.from([0xc0, 0xaf])).text).toBe('\\xc0\\xaf');
  });

  test('keep whatever was text between bytes that are none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), bytes, (text, rest) => {
        const both = Buffer.concat([Buffer.from(text), Buffer.from([0xff]), rest]);
        expect(textOf(both).text.startsWith(`${text}\\xff`)).toBe(true);
      }),
    );
  });
});

test('bytes in hexadecimal lose nothing, sixteen in a line', () => {
  expect(hexLines(Buffer.from('{"a":1}\n'))).toEqual([
    { offset: '00000000', hex: '7b 22 61 22 3a 31 7d 0a', ascii: '{"a":1}.' },
  ]);
  fc.assert(
    fc.property(bytes, (given) => {
      const lines = hexLines(given);
      expect(Buffer.from(lines.map(({ hex }) => hex.replaceAll(' ', '')).join(''), 'hex')).toEqual(
        Buffer.from(given),
      );
      for (const [index, { offset, ascii }] of lines.entries()) {
        expect(Number.parseInt(offset, 16)).toBe(index * 16);
        expect(ascii).toMatch(/^[ -~]{1,16}$/);
      }
    }),
  );
});

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1023 bytes'],
  [2458, '2.4 KiB'],
  [1_258_291, '1.2 MiB'],
])('%d bytes are %s', (size, text) => {
  expect(sizeText(size)).toBe(text);
});
