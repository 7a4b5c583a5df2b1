import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { DamagedCompression, MAX_DECOMPRESSED_BYTES, tooLarge } from './bounds.ts';
import { compressLz4, decompressLz4 } from './lz4.ts';
import { compressSnappy, decompressSnappy } from './snappy.ts';

/** What batches can be compressed with, by the names of the setting `compression.type` of Kafka's own clients. */
export const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

export type Compression = (typeof COMPRESSIONS)[number];

interface Codec {
  compress(bytes: Buffer): Buffer | Promise<Buffer>;
  decompress(bytes: Buffer): Buffer | Promise<Buffer>;
}

const LIMIT = { maxOutputLength: MAX_DECOMPRESSED_BYTES };
const gzip = promisify<Buffer, Buffer>(zlib.gzip);
const zstdCompress = promisify<Buffer, Buffer>(zlib.zstdCompress);
const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const zstdDecompress = promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress);

const CODECS: Readonly<Record<Exclude<Compression, 'none'>, Codec>> = {
  gzip: { compress: gzip, decompress: (bytes) => bounded(gunzip(bytes, LIMIT)) },
  snappy: { compress: compressSnappy, decompress: decompressSnappy },
  lz4: { compress: compressLz4, decompress: decompressLz4 },
  zstd: { compress: zstdCompress, decompress: (bytes) => bounded(zstdDecompress(bytes, LIMIT)) },
};

/** The number that a batch names its compression by. */
export function compressionId(compression: Compression): number {
  return COMPRESSIONS.indexOf(compression);
}

export function compress(compression: Exclude<Compression, 'none'>, bytes: Buffer): Buffer | Promise<Buffer> {
  return CODECS[compression].compress(bytes);
}

/** @throws DamagedCompression also when more than `MAX_DECOMPRESSED_BYTES` would come out */
export function decompress(
  compression: Exclude<Compression, 'none'>,
  bytes: Buffer,
): Buffer | Promise<Buffer> {
  return CODECS[compression].decompress(bytes);
}

async function bounded(inflated: Promise<Buffer>): Promise<Buffer> {
  try {
    return await inflated;
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw new DamagedCompression(error instanceof Error ? error.message : 'it is damaged');
  }
}
