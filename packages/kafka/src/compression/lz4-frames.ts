import { DamagedCompression } from './bounds.ts';

const FRAME = 0x184d2204;
/** Of frames with anything in them, which readers pass over. The last four bits are free. */
const SKIPPABLE = 0x184d2a5;
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
  let at = 0;
  while (at < bytes.length) {
    const magic = u32(bytes, at);
    if (magic >>> 4 === SKIPPABLE) {
      at += 8 + u32(bytes, at + 4);
    } else if (magic === FRAME) {
      const { size, end } = measure(bytes, at);
      frames.push({ bytes: bytes.subarray(at, end), size });
      at = end;
    } else {
      throw new DamagedCompression('it is no LZ4 frame');
    }
  }
  return frames;
}

function measure(bytes: Buffer, begin: number): { size: number; end: number } {
  const flags = u8(bytes, begin + 4);
  const hasBlockChecksums = (flags & 0x10) !== 0;
  let at = begin + 7 + ((flags & 0x08) === 0 ? 0 : 8) + ((flags & 0x01) === 0 ? 0 : 4);
  let size = 0;
  for (;;) {
    const header = u32(bytes, at);
    at += 4;
    if (header === 0) break;
    const length = header % STORED;
    if (at + length > bytes.length) throw cutOff();
    size += header >= STORED ? length : blockSize(bytes, at, at + length);
    at += length + (hasBlockChecksums ? 4 : 0);
  }
  const end = at + ((flags & 0x04) === 0 ? 0 : 4);
  if (end > bytes.length) throw cutOff();
  return { size, end };
}

/** Adds up what the sequences of a block say of themselves: literals, then a match. The last one has no match. */
function blockSize(bytes: Buffer, begin: number, end: number): number {
  let at = begin;
  let size = 0;

  function length(nibble: number): number {
    if (nibble < 15) return nibble;
    let sum = nibble;
    let byte: number;
    do {
      byte = u8(bytes, at++);
      sum += byte;
    } while (byte === 255);
    return sum;
  }

  while (at < end) {
    const token = u8(bytes, at++);
    const literals = length(token >>> 4);
    at += literals;
    size += literals;
    if (at < end) {
      at += 2;
      size += length(token & 15) + 4;
    }
  }
  if (at !== end) throw cutOff();
  return size;
}

function u8(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw cutOff();
  return byte;
}

function u32(bytes: Buffer, at: number): number {
  if (at + 4 > bytes.length) throw cutOff();
  return bytes.readUInt32LE(at);
}

function cutOff(): DamagedCompression {
  return new DamagedCompression('its LZ4 frame is cut off');
}
