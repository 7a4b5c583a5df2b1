import type { Undecodable } from '../port.ts';
import { batchBytes, HEADER_BYTES, MAGIC, MAGIC_AT, readBatchHeader } from './batch-header.ts';
import { type FetchedMessage, readBatch } from './read-batch.ts';
import { UndecodableBatch } from './undecodable-batch.ts';

/** What one fetch hands over of a partition at the most. The rest, which small batches decompress to, is fetched again. */
const MAX_RECORDS = 50_000;
const MAX_BYTES = 16 * 1024 * 1024;

export interface RecordSet {
  /** From the asked offset on. The last may be a control record that stands for offsets at which nothing is left. */
  readonly messages: readonly FetchedMessage[];
  readonly undecodable: Undecodable | null;
}

/** A record of a format that had no headers and no transactions, and at first no time. */
export type OldMessage = Pick<FetchedMessage, 'offset' | 'attributes' | 'key' | 'value'> & {
  readonly timestamp?: string;
};

export interface ReadRecordSetOptions {
  /** The offset that was asked for. */
  readonly from: number;
  /** Awaited now and then, so that other work gets its turn. Must not reject. */
  breathe(): Promise<void>;
  /** Reads batches of the formats before Kafka 0.11. */
  readOld(bytes: Buffer): Promise<readonly OldMessage[]>;
}

/**
 * Reads what the broker gave of one partition: batch after batch, as far as they can be read. A batch at the end that is
 * cut off is left for the next fetch. Never rejects.
 */
export async function readRecordSet(bytes: Buffer, options: ReadRecordSetOptions): Promise<RecordSet> {
  const messages: FetchedMessage[] = [];
  let next = options.from;
  let size = 0;
  for (let at = 0; at < bytes.length && messages.length < MAX_RECORDS && size < MAX_BYTES; ) {
    try {
      if (bytes.length > at + MAGIC_AT && (bytes[at + MAGIC_AT] ?? 0) < MAGIC) {
        for (const message of await options.readOld(bytes.subarray(at))) messages.push(ofToday(message));
        break;
      }
      if (isCutOff(bytes, at)) {
        // Brokers give one batch as a whole, however large.
        if (at > 0) break;
        throw new UndecodableBatch(`The broker gave ${bytes.length} bytes, which are no whole batch.`);
      }
      const header = readBatchHeader(bytes, at);
      const share = { from: next, records: MAX_RECORDS - messages.length, bytes: MAX_BYTES - size };
      const read = await readBatch(bytes, at, header, share, options.breathe);
      for (const message of read.messages) messages.push(message);
      size += read.bytes;
      if (!read.isWhole) break;
      if (header.lastOffset >= next) {
        const last = messages.at(-1);
        if (last === undefined || Number(last.offset) < header.lastOffset)
          messages.push(nothingAt(header.lastOffset));
        next = header.lastOffset + 1;
      }
      at = header.end;
      await options.breathe();
    } catch (error) {
      const reason =
        error instanceof UndecodableBatch ? error.message : `A batch cannot be read: ${String(error)}.`;
      return { messages, undecodable: { offset: next, reason } };
    }
  }
  return { messages, undecodable: null };
}

function isCutOff(bytes: Buffer, at: number): boolean {
  if (bytes.length - at < HEADER_BYTES) return true;
  if ((bytes[at + MAGIC_AT] ?? 0) !== MAGIC)
    throw new UndecodableBatch('A batch has a format that no client knows.');
  const length = batchBytes(bytes, at);
  if (length < HEADER_BYTES) throw new UndecodableBatch(`A batch says that it has ${length} bytes.`);
  return at + length > bytes.length;
}

const BARE = {
  headers: {},
  headersLeftOut: null,
  isControlRecord: false,
  batchContext: { producerId: '-1', inTransaction: false },
};

function ofToday({ offset, timestamp = '-1', attributes, key, value }: OldMessage): FetchedMessage {
  return { ...BARE, offset, timestamp, attributes, key, value };
}

/** Stands for the last offset of a batch where compaction has left none, so that fetching gets past it. */
function nothingAt(offset: number): FetchedMessage {
  const nothing = { timestamp: '0', attributes: 0, key: null, value: null };
  return { ...BARE, ...nothing, offset: String(offset), isControlRecord: true };
}
