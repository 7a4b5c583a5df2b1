import { DamagedCompression } from './bounds.ts';
import { FrameReader } from './frame-reader.ts';

const MAGIC = 0x184d2204;
const STORED = 0x80000000;

export interface Lz4Frame {
  readonly bytes: Buffer;
  /** How many bytes it decompresses to. */
  readonly size: number;
}

/**
 * The frames in LZ4 data with their sizes, found without decompressing: a header need not name the size, and need not be
 * right. https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 *
 * @throws DamagedCompression
 */
export function lz4Frames(bytes: Buffer): Lz4Frame[] {
  const frames: Lz4Frame[] = [];
  const reader = new FrameReader(bytes);
  reader.forEach(MAGIC, (begin) => {
    const size = sizeOfFrame(reader);
    frames.push({ bytes: bytes.subarray(begin, reader.at), size });
  });
  return frames;
}

function sizeOfFrame(reader: FrameReader): number {
  const flags = reader.u8();
  // Sizes of blocks, the size of all of it, a dictionary, a checksum of these.
  reader.skip(1 + ((flags & 0x08) === 0 ? 0 : 8) + ((flags & 0x01) === 0 ? 0 : 4) + 1);
  const checksum = (flags & 0x10) === 0 ? 0 : 4;
  let size = 0;
  for (let header = reader.u32(); header !== 0; header = reader.u32()) {
    const length = header % STORED;
    const begin = reader.at;
    reader.skip(length);
    size += header >= STORED ? length : sizeOfBlock(new FrameReader(reader.bytes.subarray(begin, reader.at)));
    reader.skip(checksum);
  }
  reader.skip((flags & 0x04) === 0 ? 0 : 4);
  return size;
}

/** Adds up what the sequences of a block say of themselves: literals, then a match. The last one has no match. */
function sizeOfBlock(block: FrameReader): number {
  const end = block.bytes.length;
  let size = 0;
  while (block.at < end) {
    const token = block.u8();
    const literals = longer(block, token >>> 4);
    block.skip(literals);
    size += literals;
    if (block.at === end) break;
    if (block.u8() + block.u8() === 0) throw new DamagedCompression('a match in it begins nowhere');
    size += longer(block, token & 15) + 4;
  }
  return size;
}

/** A length of 15 goes on in the next bytes, up to the first that is not 255. */
function longer(block: FrameReader, nibble: number): number {
  let sum = nibble;
  for (let byte = nibble === 15 ? 255 : 0; byte === 255; sum += byte) byte = block.u8();
  return sum;
}
