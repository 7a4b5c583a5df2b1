import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { STUB_CONTEXT, stubBatch, stubFolder } from '../../testing/stub-folder.ts';

const BATCH = 1000;
const MEGABYTE = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

test('a hundred thousand tasks leave no more behind than thirty thousand', { timeout: 60_000 }, async () => {
  const { folder } = stubFolder();

  async function heapAfter(end: number): Promise<number> {
    for (let from = folder.reached().nextOffset; from < end; from += BATCH) {
      const offsets = Array.from({ length: BATCH }, (_none, index) => from + index);
      await folder.fold(stubBatch(from, offsets, from + BATCH), STUB_CONTEXT);
    }
    collectGarbage();
    return process.memoryUsage().heapUsed;
  }

  const early = await heapAfter(30_000);
  const late = await heapAfter(100_000);
  expect(folder.reached().nextOffset).toBe(100_000);
  expect(late - early).toBeLessThan(4 * MEGABYTE);
});
