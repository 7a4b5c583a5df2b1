import { expect, it } from 'vitest';
import { checkBatch } from './check-batch.ts';

it.each([
  ['goes on', 100, 100, 200, null, 'continuous'],
  ['was folded before', 100, 40, 200, null, 'continuous'],
  ['holds nothing yet', 0, 0, 0, null, 'continuous'],
  ['begins above', 100, 103, 200, null, 'seek_back'],
  ['begins above control records', 100, 103, 200, 50, 'continuous'],
  ['begins above a log that lost events', 100, 103, 200, 103, 'lost'],
  ['ends below', 100, 40, 60, null, 'truncated'],
] as const)('a batch that %s', (_name, expected, firstOffset, highWatermark, logStart, kind) => {
  expect(checkBatch(expected, { firstOffset, highWatermark }, logStart).kind).toBe(kind);
});

it('says how many offsets are lost', () => {
  const check = checkBatch(100, { firstOffset: 103, highWatermark: 200 }, 103);
  expect(check).toMatchObject({ message: expect.stringContaining('3 offsets are lost') });
});
