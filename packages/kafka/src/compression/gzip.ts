import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { DamagedCompression, MAX_DECOMPRESSED_BYTES, tooLarge } from './bounds.ts';

const deflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gzip);
const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);

/** At the level that takes least time: events repeat their keys, so that the others gain little. */
export function compressGzip(bytes: Buffer): Promise<Buffer> {
  return deflate(bytes, { level: zlib.constants.Z_BEST_SPEED });
}

/** @throws DamagedCompression */
export function decompressGzip(bytes: Buffer): Promise<Buffer> {
  return inflate(bytes, { maxOutputLength: MAX_DECOMPRESSED_BYTES }).catch((error: unknown) => {
    throw error instanceof RangeError ? tooLarge() : new DamagedCompression('its gzip data is damaged');
  });
}
