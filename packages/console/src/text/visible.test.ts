import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shownLines, shownText } from './visible.ts';

test('what cannot be seen is written out', () => {
  expect(shownText('a\u001b[2J')).toBe('a\\u{1b}[2J');
  expect(shownText('fdp.\u202Eexe')).toBe('fdp.\\u{202e}exe');
  expect(shownText('\u{e0041}')).toBe('\\u{e0041}');
  expect(shownText('a\nb')).toBe('a\\u{a}b');
  expect(shownLines('a\r\nb\tc\u0007')).toBe('a\nb\tc\\u{7}');
});

test('scripts and emoji stay as they are', () => {
  for (const text of ['نمی‌خواهم', '👩‍💻', 'äöü 漢字 שלום']) expect(shownText(text)).toBe(text);
});

test('no control and no turn of direction is left of any text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (text) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(shownText(text)),
    ),
  );
});
