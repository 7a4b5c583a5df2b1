import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { checkSize, DamagedCompression, MAX_DECOMPRESSED_BYTES, tooLarge } from './bounds.ts';
import { FrameReader } from './frame-reader.ts';

const MAGIC = 0xfd2fb528;

export const compressZstd = promisify<Buffer, Buffer>(zlib.zstdCompress);
const inflate = promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress);

/**
 * Reads zstd frames, with and without sizes and checksums. Node reads one and says nothing of those behind it.
 *
 * @throws DamagedCompression
 */
export async function decompressZstd(bytes: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for (const frame of zstdFrames(bytes)) {
    const part = await inflate(frame, { maxOutputLength: MAX_DECOMPRESSED_BYTES }).catch((error: unknown) => {
      throw error instanceof RangeError ? tooLarge() : new DamagedCompression('its zstd frame is damaged');
    });
    size += part.length;
    checkSize(size);
    parts.push(part);
  }
  const [first] = parts;
  return first !== undefined && parts.length === 1 ? first : Buffer.concat(parts);
}

/** https://github.com/facebook/zstd/blob/dev/doc/zstd_compression_format.md */
function zstdFrames(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  const reader = new FrameReader(bytes);
  reader.forEach(MAGIC, (begin) => {
    const flags = reader.u8();
    const isSingle = (flags & 0x20) !== 0;
    // A window, a dictionary, the size of all of it.
    const sizeBytes = flags >>> 6 === 0 ? Number(isSingle) : 2 ** (flags >>> 6);
    reader.skip((isSingle ? 0 : 1) + ((1 << (flags & 3)) >> 1) + sizeBytes);
    for (let isLast = false; !isLast; ) {
      const block = reader.u24();
      isLast = (block & 1) !== 0;
      const isRepeatedByte = (block & 6) === 2;
      reader.skip(isRepeatedByte ? 1 : block >>> 3);
    }
    reader.skip((flags & 0x04) === 0 ? 0 : 4);
    frames.push(bytes.subarray(begin, reader.at));
  });
  return frames;
}
