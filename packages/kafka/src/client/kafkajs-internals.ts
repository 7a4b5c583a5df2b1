import { createRequire } from 'node:module';
import kafkajs from 'kafkajs';
import { COMPRESSIONS, compress, compressionId, decompress } from '../compression/compression.ts';
import { readFetched } from '../record-set/read-fetched.ts';

/** The place that the patch has made in kafkajs, no part of what it exports. */
interface RecordSets {
  readFetched: typeof readFetched | null;
}

const recordSets: RecordSets = createRequire(import.meta.url)('kafkajs/src/consumer/recordSets');

/**
 * Gives kafkajs what it lacks: the codecs, and a reader of record sets that fails for a partition alone, in time that is
 * linear. For the whole process; repeated calls change nothing.
 */
export function completeKafkajs(): void {
  recordSets.readFetched = readFetched;
  const codecs: Record<number, () => object> = kafkajs.CompressionCodecs;
  for (const name of COMPRESSIONS) {
    if (name === 'none') continue;
    codecs[compressionId(name)] = () => ({
      compress: async ({ buffer }: { readonly buffer: Buffer }) => compress(name, buffer),
      decompress: async (bytes: Buffer) => decompress(name, bytes),
    });
  }
}
