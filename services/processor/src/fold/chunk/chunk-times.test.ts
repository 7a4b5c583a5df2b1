import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChunkResult } from './chunk-result.ts';
import { createChunkTimes } from './chunk-times.ts';

const NONE = { written: 0, p50Seconds: null, maxSeconds: null, openSeconds: 0 };

function timesAt() {
  const clock = { ms: 0 };
  const times = createChunkTimes(() => clock.ms);
  const chunk = (kind: ChunkResult['kind'] | 'failed', ms: number, partition = 0) =>
    times
      .measure(partition, async () => {
        clock.ms += ms;
        if (kind === 'failed') throw new Error('the database is away');
        return { kind, nextOffset: 0 } as unknown as ChunkResult;
      })
      .catch((error: unknown) => error);
  return { clock, times, chunk };
}

test('half of what was written took so long or less, to one in a hundred; the slowest is exact', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: 0.01, max: 2000, noNaN: true }), { minLength: 1, maxLength: 25 }),
      async (took) => {
        const { times, chunk } = timesAt();
        for (const ms of took) await chunk('applied', ms);
        const { written, p50Seconds, maxSeconds } = times.of(0);
        const sorted = took.toSorted((left, right) => left - right);
        const middle = (sorted[Math.ceil(took.length / 2) - 1] ?? 0) / 1000;
        expect(written).toBe(took.length);
        expect(Math.abs((p50Seconds ?? 0) - middle)).toBeLessThanOrEqual(middle / 100 + 0.000_011);
        expect(maxSeconds).toBeCloseTo((sorted.at(-1) ?? 0) / 1000, 9);
      },
    ),
  );
});

test('one that fails counts among the slowest, and what others had folded counts for nothing', async () => {
  const { times, chunk } = timesAt();
  expect(times.of(0)).toEqual(NONE);
  for (const kind of ['fenced', 'nothing_new', 'gap', 'no_checkpoint'] as const) await chunk(kind, 900);
  expect(times.of(0)).toEqual(NONE);
  expect(await chunk('failed', 3000)).toMatchObject({ message: 'the database is away' });
  expect(times.of(0)).toEqual({ ...NONE, maxSeconds: 3 });
  await chunk('applied', 10);
  expect(times.of(0)).toMatchObject({ written: 1, p50Seconds: expect.closeTo(0.01, 3), maxSeconds: 3 });
  expect(times.of(1)).toEqual(NONE);
});

test('what is older than a minute is forgotten, though nothing comes after it', async () => {
  const { clock, times, chunk } = timesAt();
  await chunk('applied', 2000);
  clock.ms += 30_000;
  await chunk('applied', 10);
  expect(times.of(0)).toMatchObject({ written: 2, maxSeconds: 2 });
  clock.ms += 30_000;
  expect(times.of(0)).toMatchObject({ written: 1, p50Seconds: 0.01, maxSeconds: 0.01 });
  clock.ms += 60_000;
  expect(times.of(0)).toEqual(NONE);
});

test('the one that is being written is told of as long as it is', async () => {
  const { clock, times } = timesAt();
  const held = Promise.withResolvers<ChunkResult>();
  const measured = times.measure(0, () => held.promise);
  clock.ms += 40_000;
  expect(times.of(0)).toEqual({ ...NONE, openSeconds: 40 });
  held.resolve({ kind: 'no_checkpoint' });
  await measured;
  expect(times.of(0)).toEqual(NONE);
});
