import { expect, it } from 'vitest';
import { Halt } from '../failures/halt.ts';
import { checkLog } from './check-log.ts';

it.each([
  ['holds more', 100, 0, 200],
  ['holds nothing yet', 0, 0, 0],
  ['begins where it goes on', 100, 100, 200],
  ['ends where it goes on', 100, 0, 100],
] as const)('goes on where the log %s', (_name, expected, low, high) => {
  expect(() => checkLog(expected, { low, high })).not.toThrow();
});

it.each([
  ['begins above', 103, 200, 'lost', '3 offsets are lost'],
  ['ends below', 0, 60, 'truncated', 'ends at offset 60'],
] as const)('halts where the log %s', (_name, low, high, reason, text) => {
  const check = () => checkLog(100, { low, high });
  expect(check).toThrow(Halt);
  expect(check).toThrow(text);
  expect(check).toThrow(expect.objectContaining({ reason }));
});
