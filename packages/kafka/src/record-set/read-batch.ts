import { decompress } from '../compression/compression.ts';
import type { LeftOutHeaders, RecordHeaders } from '../record.ts';
import { type BatchHeader, HEADER_BYTES } from './batch-header.ts';
import { ByteReader } from './byte-reader.ts';
import { createHeaderReader } from './read-headers.ts';
import { UndecodableBatch } from './undecodable-batch.ts';

/** A record as kafkajs's own decoder hands it over, as far as anything looks at it. */
export interface FetchedMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly attributes: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
  readonly headersLeftOut: LeftOutHeaders | null;
  readonly isControlRecord: boolean;
  /** What tells which transaction it belongs to. */
  readonly batchContext: Pick<BatchHeader, 'producerId' | 'inTransaction'>;
}

/** How much is to be read of a batch: from an offset on, and no more than that many records and bytes of them. */
export interface BatchShare {
  readonly from: number;
  readonly records: number;
  readonly bytes: number;
}

/** Records that are read in about two milliseconds. */
const BREATHE_EVERY = 4096;

export interface ReadBatch {
  readonly messages: readonly FetchedMessage[];
  /** What the records took, decompressed. */
  readonly bytes: number;
  /** Whether there is nothing behind them in the batch. */
  readonly isWhole: boolean;
}

/**
 * Reads records of a batch, at least one of those that are asked for.
 *
 * @throws UndecodableBatch
 */
export async function readBatch(
  bytes: Buffer,
  at: number,
  header: BatchHeader,
  share: BatchShare,
  breathe: () => Promise<void>,
): Promise<ReadBatch> {
  const { baseOffset, lastOffset, count } = header;
  try {
    const given = bytes.subarray(at + HEADER_BYTES, header.end);
    const plain =
      header.compression === 'none' || count === 0 ? given : await decompress(header.compression, given);
    const read = await readRecords(plain, header, share, breathe);
    // Views of few records would keep everything that was decompressed.
    return read.bytes * 2 < plain.length ? { ...read, messages: read.messages.map(detached) } : read;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const packed = header.compression === 'none' ? '' : ` (${header.compression})`;
    throw new UndecodableBatch(
      `The batch of the offsets ${baseOffset} to ${lastOffset}, of ${count} records${packed}, cannot be read: ${error.message}.`,
      { cause: error },
    );
  }
}

async function readRecords(
  plain: Buffer,
  header: BatchHeader,
  share: BatchShare,
  breathe: () => Promise<void>,
): Promise<ReadBatch> {
  const { baseOffset, lastOffset, count } = header;
  const all = new ByteReader(plain, 0, plain.length);
  const messages: FetchedMessage[] = [];
  const readHeaders = createHeaderReader();
  let begin = 0;
  let previous = baseOffset - 1;
  for (let index = 0; index < count; index++) {
    if (index % BREATHE_EVERY === BREATHE_EVERY - 1) await breathe();
    const record = all.part();
    const attributes = record.byte();
    const timestamp = header.appendedAt ?? header.firstTimestamp + record.varint();
    if (header.appendedAt !== null) record.varint();
    const offset = baseOffset + record.varint();
    if (offset <= previous || offset > lastOffset) {
      throw new RangeError(`offset ${offset} comes after ${previous}, and ${lastOffset} should be the last`);
    }
    previous = offset;
    if (offset < share.from) {
      begin = all.at;
      continue;
    }
    const key = record.nullableBytes();
    const value = record.nullableBytes();
    const { headers, leftOut } = readHeaders(record);
    if (record.at !== record.end) throw new RangeError('a record is longer than what is in it');
    messages.push({
      offset: String(offset),
      timestamp: String(timestamp),
      attributes,
      key,
      value,
      headers,
      headersLeftOut: leftOut,
      isControlRecord: header.isControl,
      batchContext: header,
    });
    const isEnough = messages.length >= share.records || all.at - begin >= share.bytes;
    if (isEnough && index + 1 < count) return { messages, bytes: all.at - begin, isWhole: false };
  }
  if (all.at !== all.end) throw new RangeError('it holds more than its records');
  return { messages, bytes: all.at - begin, isWhole: true };
}

function detached(message: FetchedMessage): FetchedMessage {
  const headers = Object.create(null) as Record<string, Buffer | null>;
  for (const [name, value] of Object.entries(message.headers)) headers[name] = copied(value ?? null);
  return { ...message, key: copied(message.key), value: copied(message.value), headers };
}

function copied(bytes: Buffer | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes);
}
