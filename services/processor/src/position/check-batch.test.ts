import { expect, it } from 'vitest';
import { Halt } from '../failures/halt.ts';
import { checkBatch } from './check-batch.ts';

it.each([
  ['goes on', 100, 100, 200, null, 'continuous'],
  ['was folded before', 100, 40, 200, null, 'continuous'],
  ['holds nothing yet', 0, 0, 0, null, 'continuous'],
  ['begins above', 100, 103, 200, null, 'seek_back'],
  ['begins above control records', 100, 103, 200, 50, 'continuous'],
] as const)('a batch that %s', (_name, expected, firstOffset, highWatermark, logStart, kind) => {
  expect(checkBatch(expected, { firstOffset, highWatermark }, logStart).kind).toBe(kind);
});

it.each([
  ['begins above a log that lost events', 103, 200, 103, 'lost', '3 offsets are lost'],
  ['ends below', 40, 60, null, 'truncated', 'ends at offset 60'],
] as const)('halts where the log %s', (_name, firstOffset, highWatermark, logStart, reason, text) => {
  const check = () => checkBatch(100, { firstOffset, highWatermark }, logStart);
  expect(check).toThrow(Halt);
  expect(check).toThrow(text);
  expect(check).toThrow(expect.objectContaining({ reason }));
});
