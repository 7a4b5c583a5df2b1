import type { Instant } from '@taskfold/contract';
import type { PartitionState } from '@taskfold/database/operators';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStanding } from './standing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const time = '2026-11-28T08:00:00.000000Z' as Instant;

const CHUNKS = { written: 4, p50Seconds: 0.01, maxSeconds: 2, openSeconds: 0 };

const state = (partition: number, noteAge: number | null): PartitionState => ({
  partition,
  checkpoint: { nextOffset: 100, nextPosition: 90, lastRecordOffset: 99, updatedAt: time },
  lag:
    noteAge === null
      ? null
      : { logEndOffset: 110, seconds: 2, openTransactionSeconds: 0, notedAt: time, chunks: CHUNKS, noteAge },
  halt: null,
});

const ends = async () => [
  { partition: 0, high: 180 },
  { partition: 1, high: 100 },
  { partition: 2, high: 7 },
];

it('is what a processor notes as long as it does, and nobody else is asked', async () => {
  const asked = vi.fn(ends);
  const standing = createStanding({ read: async () => [state(0, 1), state(1, 2)], ends: asked });
  expect(await standing()).toMatchObject([
    { partition: 0, logEndOffset: 110, lagRecords: 10, lagSeconds: 2, chunks: CHUNKS },
    { partition: 1, logEndOffset: 110, lagRecords: 10, lagSeconds: 2 },
  ]);
  expect(asked).not.toHaveBeenCalled();
});

it.each([
  ['grew old', 60],
  ['was never made', null],
])('is what the broker says of the log where a note %s, added partitions included', async (_how, noteAge) => {
  const standing = createStanding({ read: async () => [state(0, noteAge), state(1, 1)], ends });
  expect(await standing()).toMatchObject([
    { partition: 0, logEndOffset: 180, lagRecords: 80, lagSeconds: noteAge },
    { partition: 1, logEndOffset: 100, lagRecords: 0 },
    { partition: 2, checkpoint: null, logEndOffset: 7, lagRecords: 7, lagSeconds: null },
  ]);
});

it.each([
  ['fails', () => Promise.reject(new Error('no broker'))],
  ['does not answer', () => new Promise<never>(() => {})],
])('is what was noted last where the broker %s', async (_how, away) => {
  const standing = createStanding({ read: async () => [state(0, 60)], ends: away });
  const answer = standing();
  await vi.advanceTimersByTimeAsync(3000);
  expect(await answer).toMatchObject([{ logEndOffset: 110, lagRecords: 10, lagSeconds: 60 }]);
});
