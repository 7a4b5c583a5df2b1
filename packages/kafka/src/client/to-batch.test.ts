import { expect, test } from 'vitest';
import { type FetchedBatch, toLogBatch } from './to-batch.ts';

const message = {
  offset: '5',
  timestamp: '1700000000000',
  key: null,
  value: Buffer.from('x'),
  attributes: 0,
  headers: { one: Buffer.from('a'), empty: null },
  headersLeftOut: null,
  isControlRecord: false,
  batchContext: { producerId: '-1', inTransaction: false },
};
const batch: FetchedBatch = {
  topic: 't',
  partition: 3,
  highWatermark: '9',
  fetchedOffset: '4',
  undecodable: null,
  messages: [message],
  isEmpty: () => false,
  firstOffset: () => '5',
  // A control record lies behind the last message.
  lastOffset: () => '6',
  offsetLag: () => '2',
  offsetLagLow: () => '3',
};

test('numbers, positions and headers of a batch', () => {
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
        headers: { one: Buffer.from('a'), empty: null },
        headersLeftOut: null,
      },
    ],
  });
});

test('an offset that a number cannot hold is refused', () => {
  const beyond = { ...batch, messages: [{ ...message, offset: '9007199254740993' }] };
  expect(() => toLogBatch(beyond)).toThrow(RangeError);
});

test('a batch that ends where something cannot be decoded goes on there', () => {
  const undecodable = { offset: 6, reason: 'The batch is damaged.' };
  expect(toLogBatch({ ...batch, undecodable })).toMatchObject({ nextOffset: 6, undecodable });
  // kafkajs gives the end of the log as the last offset of a batch without messages.
  const nothing = { ...batch, messages: [], firstOffset: () => null, lastOffset: () => '8' };
  expect(toLogBatch({ ...nothing, undecodable: { offset: 4, reason: '' } })).toMatchObject({
    records: [],
    fetchOffset: 4,
    nextOffset: 4,
  });
});
