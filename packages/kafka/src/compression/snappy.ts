import { snappyCompress, snappyDecompress } from '@platformatic/wasm-utils';
import { checkSize, DamagedCompression } from './bounds.ts';

/** What snappy-java (xerial) begins a stream with; its version and the least compatible one follow. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER = 16;

/** Raw, as librdkafka does it. Every client of Kafka reads that. */
export function compressSnappy(bytes: Buffer): Buffer {
  return snappyCompress(bytes);
}

/**
 * Reads snappy as clients of Kafka write it: raw (librdkafka, kafka-python) or in the frames of snappy-java (Java,
 * sarama, kafka-go), of several blocks.
 *
 * @throws DamagedCompression
 */
export function decompressSnappy(bytes: Buffer): Buffer {
  const blocks = isXerial(bytes, 0) ? xerialBlocks(bytes) : [bytes];
  checkSize(blocks.reduce((sum, block) => sum + declaredSize(block), 0));
  return Buffer.concat(blocks.map(decompressBlock));
}

function isXerial(bytes: Buffer, at: number): boolean {
  return bytes.subarray(at, at + XERIAL.length).equals(XERIAL);
}

function xerialBlocks(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    // Streams may follow one another, each with its header.
    if (isXerial(bytes, at)) {
      at += XERIAL_HEADER;
      continue;
    }
    const size = at + 4 <= bytes.length ? bytes.readUInt32BE(at) : Number.POSITIVE_INFINITY;
    at += 4;
    if (at + size > bytes.length) throw new DamagedCompression('a block of its snappy frame is cut off');
    blocks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return blocks;
}

/** A raw block begins with its size, as a varint of up to 32 bits. */
function declaredSize(block: Buffer): number {
  let size = 0;
  for (let index = 0; index < 5; index++) {
    const byte = block[index];
    if (byte === undefined) break;
    size += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return size;
  }
  throw new DamagedCompression('its snappy block has no size');
}

function decompressBlock(block: Buffer): Buffer {
  try {
    return snappyDecompress(block);
  } catch {
    throw new DamagedCompression('its snappy block is damaged');
  }
}
