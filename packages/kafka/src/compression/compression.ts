import { compressGzip, decompressGzip } from './gzip.ts';
import { compressLz4, decompressLz4 } from './lz4.ts';
import { compressSnappy, decompressSnappy } from './snappy.ts';
import { compressZstd, decompressZstd } from './zstd.ts';

/** What batches can be compressed with, by the names of the setting `compression.type` of Kafka's own clients. */
export const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

export type Compression = (typeof COMPRESSIONS)[number];

interface Codec {
  compress(bytes: Buffer): Buffer | Promise<Buffer>;
  decompress(bytes: Buffer): Buffer | Promise<Buffer>;
}

const CODECS: Readonly<Record<Exclude<Compression, 'none'>, Codec>> = {
  gzip: { compress: compressGzip, decompress: decompressGzip },
  snappy: { compress: compressSnappy, decompress: decompressSnappy },
  lz4: { compress: compressLz4, decompress: decompressLz4 },
  zstd: { compress: compressZstd, decompress: decompressZstd },
};

/** The number that a batch names its compression by. */
export function compressionId(compression: Compression): number {
  return COMPRESSIONS.indexOf(compression);
}

export function compress(compression: Exclude<Compression, 'none'>, bytes: Buffer): Buffer | Promise<Buffer> {
  return CODECS[compression].compress(bytes);
}

/** @throws DamagedCompression also when more would come out than is read */
export function decompress(
  compression: Exclude<Compression, 'none'>,
  bytes: Buffer,
): Buffer | Promise<Buffer> {
  return CODECS[compression].decompress(bytes);
}
