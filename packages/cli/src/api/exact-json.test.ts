import { expect, test } from 'vitest';
import { parseExactJson } from './exact-json.ts';

test('every digit comes out as it came in, and all else as JSON.parse gives it', () => {
  const text = '{"seed":12345678901234567890,"cfg":[7.50,1e3,-0,42],"text":"1.0","none":null}';
  const parsed = parseExactJson(text);
  expect(JSON.stringify(parsed)).toBe(text);
  expect(parsed).toMatchObject({ text: '1.0', none: null, cfg: [{}, {}, {}, 42] });
  expect(() => parseExactJson('{')).toThrow(SyntaxError);
});
