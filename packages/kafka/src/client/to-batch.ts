import type { Batch, IHeaders, KafkaMessage } from 'kafkajs';
import type { LogBatch } from '../port.ts';
import type { LogRecord } from '../record.ts';
import { toNumber } from './numbers.ts';

export function toLogBatch(batch: Batch): LogBatch {
  const { topic, partition } = batch;
  const first = batch.firstOffset() ?? batch.lastOffset();
  // kafkajs keeps the offset that it asked for on the batch, though its types do not say so.
  const fetched = 'fetchedOffset' in batch ? String(batch.fetchedOffset) : first;
  return {
    topic,
    partition,
    records: batch.messages.map((message) => toLogRecord(topic, partition, message)),
    fetchOffset: toNumber(fetched),
    nextOffset: toNumber(batch.lastOffset()) + 1,
    highWatermark: toNumber(batch.highWatermark),
    undecodable: null,
  };
}

/** What kafkajs tells of a batch that it keeps to itself, because only control records are in it. */
export interface FilteredBatch {
  readonly topic: string;
  readonly partition: number;
  readonly highWatermark: string;
  readonly firstOffset: string | null;
  readonly lastOffset: string;
}

export function toEmptyLogBatch({ topic, partition, ...batch }: FilteredBatch): LogBatch {
  return {
    topic,
    partition,
    records: [],
    fetchOffset: toNumber(batch.firstOffset ?? batch.lastOffset),
    nextOffset: toNumber(batch.lastOffset) + 1,
    highWatermark: toNumber(batch.highWatermark),
    undecodable: null,
  };
}

function toLogRecord(topic: string, partition: number, message: KafkaMessage): LogRecord {
  return {
    topic,
    partition,
    offset: toNumber(message.offset),
    timestampMs: toNumber(message.timestamp),
    key: message.key,
    value: message.value,
    headers: toHeaders(message.headers),
  };
}

const NO_HEADERS: LogRecord['headers'] = Object.freeze({});

function toHeaders(headers: IHeaders | undefined): LogRecord['headers'] {
  if (headers === undefined) return NO_HEADERS;
  const known: Record<string, Buffer | undefined> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    const first = Array.isArray(value) ? value[0] : value;
    known[name] = typeof first === 'string' ? Buffer.from(first) : first;
  }
  return known;
}
