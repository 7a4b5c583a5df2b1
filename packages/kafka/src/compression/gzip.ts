import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { DamagedCompression, MAX_DECOMPRESSED_BYTES, tooLarge } from './bounds.ts';

export const compressGzip = promisify<Buffer, Buffer>(zlib.gzip);
const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);

/** @throws DamagedCompression */
export function decompressGzip(bytes: Buffer): Promise<Buffer> {
  return inflate(bytes, { maxOutputLength: MAX_DECOMPRESSED_BYTES }).catch((error: unknown) => {
    throw error instanceof RangeError ? tooLarge() : new DamagedCompression('its gzip data is damaged');
  });
}
