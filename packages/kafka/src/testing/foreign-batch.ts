import { createRequire } from 'node:module';
import { crc32c } from '@platformatic/wasm-utils';
import { completeKafkajs } from '../client/kafkajs-internals.ts';
import { type Compression, compressionId } from '../compression/compression.ts';

/** A record for a batch, in the terms of kafkajs's encoder. */
export interface BatchRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | null | readonly (Buffer | null)[]>>;
}

interface Encoded {
  readonly buffer: Buffer;
}

const require = createRequire(import.meta.url);
const encodeRecord: (
  record: BatchRecord & { offsetDelta: number; timestampDelta: number },
) => Encoded = require('kafkajs/src/protocol/recordBatch/record/v0');
const {
  RecordBatch,
}: { RecordBatch: (batch: object) => Promise<Encoded> } = require('kafkajs/src/protocol/recordBatch/v0');

/** The bytes of a batch in the log, made by kafkajs's encoder, which shares no code with the reader here. */
export async function foreignBatch(
  records: readonly BatchRecord[],
  { firstOffset = 0, compression = 'none' as Compression, lastOffsetDelta = records.length - 1 } = {},
): Promise<Buffer> {
  completeKafkajs();
  const batch = await RecordBatch({
    compression: compressionId(compression),
    firstOffset,
    firstTimestamp: 1_700_000_000_000,
    maxTimestamp: 1_700_000_000_000,
    lastOffsetDelta,
    records: records.map((record, index) =>
      encodeRecord({ ...record, offsetDelta: index, timestampDelta: index }),
    ),
  });
  return batch.buffer;
}

/** The batch with other bytes in place of its records, and the checksum of those. */
export function withBody(
  batch: Buffer,
  { codec = 0, count = 1, body }: { codec?: number; count?: number; body: Buffer },
): Buffer {
  const changed = Buffer.concat([batch.subarray(0, 61), body]);
  changed.writeInt32BE(changed.length - 12, 8);
  changed.writeInt16BE(codec, 21);
  changed.writeInt32BE(count, 57);
  changed.writeUInt32BE(crc32c(changed.subarray(21)), 17);
  return changed;
}
