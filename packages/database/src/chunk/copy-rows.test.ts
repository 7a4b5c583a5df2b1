import { expect, it } from 'vitest';
import { printCopyRow } from './copy-rows.ts';

it.each([
  [['a', 1, null], 'a\t1\t\\N\n'],
  [['', ''], '\t\n'],
  [[true, false, ['a', 'b'], []], 't\tf\t{a,b}\t{}\n'],
  [
    ['tab\there', 'line\nbreak\r', 'back\\slash', '\\N'],
    'tab\\there\tline\\nbreak\\r\tback\\\\slash\t\\\\N\n',
  ],
] as const)('prints %j as COPY reads it', (values, line) => {
  expect(printCopyRow(values)).toBe(line);
});
