import { expect, test } from 'vitest';
import { ExactNumber, parseExact, printExact } from './exact-json.ts';

test('integers beyond 2^53 keep their digits', () => {
  const parsed = parseExact('{"seed":12345678901234567890,"n":3,"x":1.5}') as Record<string, unknown>;
  expect(parsed.seed).toEqual(new ExactNumber('12345678901234567890'));
  expect(parsed).toMatchObject({ n: 3, x: 1.5 });
  expect(printExact(parsed)).toContain('"seed": 12345678901234567890');
});

test('what it prints is what was parsed', () => {
  const text = '{"a":[1,[],{"b":null}],"c":{},"d":"\\u202e<b>"}';
  expect(JSON.parse(printExact(parseExact(text)))).toEqual(JSON.parse(text));
});
