import { DamagedCompression } from './bounds.ts';

/** Of frames with anything in them, which readers of LZ4 and zstd pass over. The last four bits are free. */
const SKIPPABLE = 0x184d2a5;

/** Finds frames in compressed bytes: each begins with four bytes that name its format. */
export class FrameReader {
  readonly bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /**
   * Calls back with `at` behind the name of each frame of the format, to be moved to its end.
   *
   * @throws DamagedCompression where a frame is cut off or another format begins
   */
  forEach(magic: number, read: (begin: number) => void): void {
    while (this.at < this.bytes.length) {
      const begin = this.at;
      const found = this.u32();
      if (found === magic) read(begin);
      else if (found >>> 4 === SKIPPABLE) this.skip(this.u32());
      else throw new DamagedCompression('it is no frame of this format');
    }
  }

  u8(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw cutOff();
    return byte;
  }

  u24(): number {
    this.skip(3);
    return this.bytes.readUIntLE(this.at - 3, 3);
  }

  u32(): number {
    this.skip(4);
    return this.bytes.readUInt32LE(this.at - 4);
  }

  skip(length: number): void {
    this.at += length;
    if (this.at > this.bytes.length) throw cutOff();
  }
}

function cutOff(): DamagedCompression {
  return new DamagedCompression('its frame is cut off');
}
