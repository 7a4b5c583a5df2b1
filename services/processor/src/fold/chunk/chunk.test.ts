import type { LogRecord } from '@taskfold/kafka';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Chunk, recordDays, splitBatch } from './chunk.ts';

function batchOf(sizes: readonly number[]): Chunk {
  const records = sizes.map(
    (size, index): LogRecord => ({
      topic: 'events',
      partition: 0,
      offset: 10 + 2 * index,
      timestampMs: 0,
      key: null,
      value: Buffer.alloc(size),
      headers: {},
    }),
  );
  return { partition: 0, from: 10, records, nextOffset: 10 + 2 * sizes.length };
}

it('loses nothing, leaves no hole and keeps to the limits', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 })), (sizes) => {
      const batch = batchOf(sizes);
      const chunks = [...splitBatch(batch, { maxRecords: 5, maxBytes: 40 })];
      expect(chunks.flatMap(({ records }) => records)).toEqual(batch.records);
      expect(chunks[0]?.from).toBe(batch.from);
      expect(chunks.at(-1)?.nextOffset).toBe(batch.nextOffset);
      for (const [index, { records, from }] of chunks.entries()) {
        if (index > 0) expect(from).toBe(chunks[index - 1]?.nextOffset);
        expect(records.length).toBeLessThanOrEqual(5);
        const bytes = records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
        expect(bytes <= 40 || records.length === 1).toBe(true);
      }
    }),
  );
});

it('carries a batch of control records alone as one empty chunk', () => {
  const batch = { partition: 0, from: 7, records: [], nextOffset: 9 };
  expect([...splitBatch(batch, { maxRecords: 5, maxBytes: 40 })]).toEqual([batch]);
});

it('makes ten chunks of ten thousand small records', () => {
  const batch = batchOf(Array<number>(10_000).fill(10));
  expect([...splitBatch(batch, { maxRecords: 1000, maxBytes: 1_000_000 })]).toHaveLength(10);
});

it('makes chunks of about as many records each', () => {
  const lengthsOf = (count: number) =>
    [...splitBatch(batchOf(Array<number>(count).fill(1)), { maxRecords: 5, maxBytes: 1_000_000 })].map(
      ({ records }) => records.length,
    );
  expect(lengthsOf(5)).toEqual([5]);
  expect(lengthsOf(6)).toEqual([3, 3]);
  expect(lengthsOf(11)).toEqual([4, 4, 3]);
});

it('names every day that a record was taken on, and a day of many records once', () => {
  const day = 24 * 60 * 60 * 1000;
  const [record] = batchOf([1]).records;
  if (record === undefined) throw new Error('no record');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 * day })), (times) => {
      const days = recordDays(times.map((timestampMs) => ({ ...record, timestampMs }))).map((at) =>
        at.slice(0, 10),
      );
      expect(new Set(days)).toEqual(new Set(times.map((time) => new Date(time).toISOString().slice(0, 10))));
      for (const [index, named] of days.entries()) expect(named).not.toBe(days[index - 1]);
    }),
  );
});
