import type { Batch } from 'kafkajs';
import { expect, test } from 'vitest';
import { toEmptyLogBatch, toLogBatch } from './to-batch.ts';

const message = {
  offset: '5',
  timestamp: '1700000000000',
  key: null,
  value: Buffer.from('x'),
  attributes: 0,
  headers: { once: Buffer.from('a'), twice: [Buffer.from('b'), Buffer.from('c')], none: undefined },
};
const batch: Batch & { readonly fetchedOffset: string } = {
  topic: 't',
  partition: 3,
  highWatermark: '9',
  fetchedOffset: '4',
  messages: [message],
  isEmpty: () => false,
  firstOffset: () => '5',
  // A control record lies behind the last message.
  lastOffset: () => '6',
  offsetLag: () => '2',
  offsetLagLow: () => '3',
};

test('numbers, positions and headers of a batch, of which the first of a name counts', () => {
  expect(toLogBatch(batch)).toEqual({
    topic: 't',
    partition: 3,
    fetchOffset: 4,
    nextOffset: 7,
    highWatermark: 9,
    undecodable: null,
    records: [
      {
        topic: 't',
        partition: 3,
        offset: 5,
        timestampMs: 1_700_000_000_000,
        key: null,
        value: Buffer.from('x'),
        headers: { once: Buffer.from('a'), twice: Buffer.from('b'), none: undefined },
      },
    ],
  });
});

test('an offset that a number cannot hold is refused', () => {
  const beyond = { ...batch, messages: [{ ...message, offset: '9007199254740993' }] };
  expect(() => toLogBatch(beyond)).toThrow(RangeError);
});

test('a batch without anything but removed records moves past them', () => {
  const filtered = { topic: 't', partition: 0, highWatermark: '9', firstOffset: null, lastOffset: '4' };
  expect(toEmptyLogBatch(filtered)).toMatchObject({ records: [], fetchOffset: 4, nextOffset: 5 });
});
