import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { PartitionPosition } from '../partition/partition-folder.ts';
import { noteLag } from './lag-notes.ts';

interface Round {
  readonly high: number | 'away';
  readonly position?: Partial<PartitionPosition>;
}

/** What is noted in a first round, with the position of partition 0 at that time. */
async function noted({ high, position }: Round): Promise<number | null | undefined> {
  const stopping = new AbortController();
  const { promise, resolve } = Promise.withResolvers<number | null | undefined>();
  const whole = { nextOffset: 10, highWatermark: 0, lastRecordMs: null, waitingSinceMs: null, progressAt: 0 };
  const noting = noteLag({
    admin: {
      async offsets() {
        if (high === 'away') throw new Error('away');
        return [
          { partition: 0, low: 0, high },
          { partition: 1, low: 0, high: 99 },
        ];
      },
    },
    topic: 'events',
    positions: () => new Map([[0, { ...whole, ...position }]]),
    async onLag(lags) {
      expect(lags?.has(1) ?? false).toBe(false);
      if (lags !== null) expect(lags.get(0)?.logEndOffset).toBe(high);
      resolve(lags === null ? null : lags.get(0)?.seconds);
    },
    onShortLog: () => {},
    onError: () => {},
    signal: stopping.signal,
  });
  const result = await promise;
  stopping.abort();
  await noting;
  return result;
}

test('nothing waits: 0, whatever was long ago', async () => {
  expect(await noted({ high: 10, position: { lastRecordMs: 0 } })).toBe(0);
});

test('the age of the oldest record that waits, where it was seen', async () => {
  const seconds = await noted({ high: 20, position: { waitingSinceMs: Date.now() - 4000 } });
  expect(seconds).toBeGreaterThanOrEqual(4);
  expect(seconds).toBeLessThan(5);
});

test('a record that was never seen is no older than the last one folded, nor than the last look', async () => {
  expect(await noted({ high: 20, position: { lastRecordMs: Date.now() - 3_600_000 } })).toBeLessThan(1);
  await wait(1);
  expect(await noted({ high: 20, position: { lastRecordMs: Date.now() } })).toBeLessThan(0.5);
});

test('no clock that is behind makes it negative, and no note is made without the broker', async () => {
  expect(await noted({ high: 20, position: { waitingSinceMs: Date.now() + 60_000 } })).toBe(0);
  expect(await noted({ high: 'away' })).toBeNull();
});

test('tells of a log that ends below what is folded when it was seen so twice in a row, and once', async () => {
  const stopping = new AbortController();
  const told: (readonly number[])[] = [];
  const ends = [9, 10, 8, 7, 6];
  await noteLag({
    admin: {
      offsets: async () => [{ partition: 0, low: 0, high: ends.shift() ?? 6 }],
    },
    topic: 'events',
    positions: () =>
      new Map([
        [0, { nextOffset: 10, highWatermark: 0, lastRecordMs: null, waitingSinceMs: null, progressAt: 0 }],
      ]),
    async onLag() {
      if (ends.length === 0) stopping.abort();
    },
    onShortLog: (...short) => void told.push(short),
    onError: () => {},
    signal: stopping.signal,
  });
  expect(told).toEqual([[0, 10, 7]]);
});
