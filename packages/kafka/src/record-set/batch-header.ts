import { crc32c } from '@platformatic/wasm-utils';
import { COMPRESSIONS, type Compression } from '../compression/compression.ts';
import { UndecodableBatch } from './undecodable-batch.ts';

/** Offset and length, which the length does not count. */
const PREFIX = 12;
/** Up to the records. */
export const HEADER_BYTES = 61;
/** What the checksum covers begins here. */
const CHECKED_FROM = 21;
export const MAGIC_AT = 16;
export const MAGIC = 2;

/** What a batch says of itself before its records: https://kafka.apache.org/documentation/#recordbatch */
export interface BatchHeader {
  readonly baseOffset: number;
  /** Of the last record that it had when it was made. */
  readonly lastOffset: number;
  /** Where the next batch begins in the fetched bytes. */
  readonly end: number;
  readonly count: number;
  readonly compression: Compression;
  readonly isControl: boolean;
  readonly inTransaction: boolean;
  /** When the broker took it; null where records have times of their own. */
  readonly appendedAt: number | null;
  readonly firstTimestamp: number;
  readonly producerId: string;
}

/** How long the batch is with all that belongs to it. To be asked where `PREFIX` bytes are there at the least. */
export function batchBytes(bytes: Buffer, at: number): number {
  return PREFIX + bytes.readInt32BE(at + 8);
}

/**
 * Reads the header of a batch that is whole, and checks its checksum.
 *
 * @throws UndecodableBatch
 */
export function readBatchHeader(bytes: Buffer, at: number): BatchHeader {
  const end = at + batchBytes(bytes, at);
  const baseOffset = safe(bytes.readBigInt64BE(at));
  const lastOffset = baseOffset + bytes.readInt32BE(at + 23);
  const name = `The batch of the offsets ${baseOffset} to ${lastOffset}`;
  if (crc32c(bytes.subarray(at + CHECKED_FROM, end)) !== bytes.readUInt32BE(at + 17)) {
    throw new UndecodableBatch(
      `The batch from offset ${baseOffset} on has not the checksum that it says: its bytes were changed.`,
    );
  }
  const attributes = bytes.readInt16BE(at + 21);
  const compression = COMPRESSIONS[attributes & 7];
  if (compression === undefined) {
    throw new UndecodableBatch(`${name} names its compression ${attributes & 7}, which no client knows.`);
  }
  const count = bytes.readInt32BE(at + 57);
  if (lastOffset < baseOffset || count < 0) {
    throw new UndecodableBatch(`${name} says that it has ${count} records.`);
  }
  return {
    baseOffset,
    lastOffset,
    end,
    count,
    compression,
    isControl: (attributes & 0x20) !== 0,
    inTransaction: (attributes & 0x10) !== 0,
    appendedAt: (attributes & 0x08) === 0 ? null : safe(bytes.readBigInt64BE(at + 35)),
    firstTimestamp: safe(bytes.readBigInt64BE(at + 27)),
    producerId: String(bytes.readBigInt64BE(at + 43)),
  };
}

function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new UndecodableBatch('The header of a batch holds a number beyond 2^53 − 1.');
  return number;
}
