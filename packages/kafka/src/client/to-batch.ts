import type { Batch } from 'kafkajs';
import type { LogBatch, Undecodable } from '../port.ts';
import type { LogRecord } from '../record.ts';
import type { FetchedMessage } from '../record-set/read-batch.ts';
import { toNumber } from './numbers.ts';

/** What kafkajs hands over, whatever its types say: what `readFetched` has made of a fetch. */
export type FetchedBatch = Omit<Batch, 'messages'> & {
  readonly fetchedOffset: string;
  readonly undecodable: Undecodable | null;
  readonly messages: readonly FetchedMessage[];
};

export function toLogBatch(batch: FetchedBatch): LogBatch {
  const { topic, partition, undecodable } = batch;
  return {
    topic,
    partition,
    records: batch.messages.map((message) => toLogRecord(topic, partition, message)),
    fetchOffset: toNumber(batch.fetchedOffset),
    nextOffset: undecodable === null ? toNumber(batch.lastOffset()) + 1 : undecodable.offset,
    highWatermark: toNumber(batch.highWatermark),
    undecodable,
  };
}

function toLogRecord(topic: string, partition: number, message: FetchedMessage): LogRecord {
  return {
    topic,
    partition,
    offset: toNumber(message.offset),
    timestampMs: toNumber(message.timestamp),
    key: message.key,
    value: message.value,
    headers: message.headers,
    headersLeftOut: message.headersLeftOut,
  };
}
