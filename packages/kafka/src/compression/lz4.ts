import { lz4Compress, lz4Decompress } from '@platformatic/wasm-utils';
import { checkSize, DamagedCompression } from './bounds.ts';
import { type Lz4Frame, lz4Frames } from './lz4-frames.ts';

export function compressLz4(bytes: Buffer): Buffer {
  return lz4Compress(bytes);
}

/**
 * Reads LZ4 frames: of blocks that depend on one another or not, with and without checksums and sizes.
 *
 * @throws DamagedCompression
 */
export function decompressLz4(bytes: Buffer): Buffer {
  const frames = lz4Frames(bytes);
  checkSize(frames.reduce((sum, { size }) => sum + size, 0));
  return Buffer.concat(frames.map(decompressFrame));
}

function decompressFrame({ bytes, size }: Lz4Frame): Buffer {
  let plain: Buffer;
  try {
    plain = lz4Decompress(bytes);
  } catch {
    throw new DamagedCompression('its LZ4 frame is damaged');
  }
  if (plain.length !== size) throw new DamagedCompression('its LZ4 frame is damaged');
  return plain;
}
