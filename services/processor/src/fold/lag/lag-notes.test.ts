import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { PartitionProgress } from '../partition/partition-folder.ts';
import { noteLag } from './lag-notes.ts';
import { createOpenTransactions } from './open-transactions.ts';
import type { PartitionLag } from './write-projection-lag.ts';

interface Round {
  readonly high: number | 'away';
  /** Where reading ends, where that is below the end of the log. */
  readonly stable?: number;
  readonly progress?: Partial<PartitionProgress>;
}

/** What is noted in a first round, with the progress of partition 0 at that time. */
async function noted(round: Round): Promise<number | null | undefined> {
  const lag = await lagOf(round);
  return lag === null ? null : lag?.seconds;
}

async function lagOf({ high, stable, progress }: Round): Promise<PartitionLag | null | undefined> {
  const stopping = new AbortController();
  const { promise, resolve } = Promise.withResolvers<PartitionLag | null | undefined>();
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
      stableOffsets: async () => new Map([[0, stable ?? Number(high)]]),
    },
    topic: 'events',
    partitionCount: 2,
    onOffsets: () => {},
    reached: () => new Map([[0, { ...whole, ...progress }]]),
    async onLag(lags) {
      expect(lags?.has(1) ?? false).toBe(false);
      if (lags !== null) expect(lags.get(0)?.logEndOffset).toBe(high);
      resolve(lags === null ? null : lags.get(0));
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
  expect(await noted({ high: 10, progress: { lastRecordMs: 0 } })).toBe(0);
});

test('the age of the oldest record that waits, where it was seen', async () => {
  const seconds = await noted({ high: 20, progress: { waitingSinceMs: Date.now() - 4000 } });
  expect(seconds).toBeGreaterThanOrEqual(4);
  expect(seconds).toBeLessThan(5);
});

test('a record that was never seen is no older than the last one folded, nor than the last look', async () => {
  expect(await noted({ high: 20, progress: { lastRecordMs: Date.now() - 3_600_000 } })).toBeLessThan(1);
  await wait(1);
  expect(await noted({ high: 20, progress: { lastRecordMs: Date.now() } })).toBeLessThan(0.5);
});

test('no clock that is behind makes it negative, and no note is made without the broker', async () => {
  expect(await noted({ high: 20, progress: { waitingSinceMs: Date.now() + 60_000 } })).toBe(0);
  expect(await noted({ high: 'away' })).toBeNull();
});

test('tells of a log that ends below what is folded when it was seen so twice in a row, and once', async () => {
  const stopping = new AbortController();
  const told: (readonly number[])[] = [];
  const ends = [9, 10, 8, 7, 6];
  await noteLag({
    admin: {
      offsets: async () => [{ partition: 0, low: 0, high: ends.shift() ?? 6 }],
      stableOffsets: async () => new Map(),
    },
    topic: 'events',
    partitionCount: 1,
    onOffsets: () => {},
    reached: () =>
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

test('what waits behind an open transaction is lag, and no fault of whoever folds', async () => {
  const waits = { waitingSinceMs: Date.now() - 3000 };
  expect(await lagOf({ high: 20, stable: 10, progress: waits })).toMatchObject({
    seconds: expect.closeTo(3, 0),
    isHeldBack: true,
  });
  expect(await lagOf({ high: 20, stable: 15, progress: waits })).toMatchObject({ isHeldBack: false });
  expect(await lagOf({ high: 20, progress: waits })).toMatchObject({ isHeldBack: false });
});

test('a transaction counts from when it was first seen to be the oldest', () => {
  const transactions = createOpenTransactions();
  expect(transactions.seconds(0, 10, 10, 1000)).toBe(0);
  expect(transactions.seconds(0, 10, 12, 2000)).toBe(0);
  expect(transactions.seconds(0, 10, 14, 5500)).toBe(3.5);
  expect(transactions.seconds(1, 10, 14, 5500)).toBe(0);
  expect(transactions.seconds(0, 11, 14, 6000)).toBe(0);
  expect(transactions.seconds(0, 11, 14, 7000)).toBe(1);
  expect(transactions.seconds(0, 14, 14, 8000)).toBe(0);
  expect(transactions.seconds(0, 14, 15, 9000)).toBe(0);
});

test('records of partitions that were added, which nobody reads, are lag that rises', async () => {
  const stopping = new AbortController();
  const seen: (PartitionLag | undefined)[] = [];
  const counts: number[] = [];
  let end = 0;
  await noteLag({
    admin: {
      offsets: async () => [
        { partition: 0, low: 0, high: 0 },
        { partition: 1, low: 0, high: end++ },
      ],
      stableOffsets: async () => new Map(),
    },
    topic: 'events',
    partitionCount: 1,
    reached: () => new Map(),
    async onLag(lags) {
      seen.push(lags?.get(1));
      if (seen.length === 3) stopping.abort();
    },
    onOffsets: (offsets) => void counts.push(offsets.length),
    onShortLog: () => {},
    onError: () => {},
    signal: stopping.signal,
  });
  expect(seen.map((lag) => lag?.logEndOffset)).toEqual([0, 1, 2]);
  expect(seen[0]?.seconds).toBe(0);
  expect(seen[2]?.seconds).toBeGreaterThan(seen[1]?.seconds ?? Number.POSITIVE_INFINITY);
  expect(counts).toEqual([2, 2, 2]);
});
