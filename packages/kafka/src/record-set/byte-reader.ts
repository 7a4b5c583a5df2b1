/** Reads the fields of a record in the log's format: https://kafka.apache.org/documentation/#record */
export class ByteReader {
  readonly bytes: Buffer;
  at: number;
  readonly end: number;

  /** Reads from `at`, and nothing from `end` on. */
  constructor(bytes: Buffer, at: number, end: number) {
    if (at < 0 || end < at || end > bytes.length) throw cutOff();
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /**
   * An integer of up to 64 bits, zigzag and with seven bits a byte.
   *
   * @throws RangeError where it is cut off or no safe integer
   */
  varint(): number {
    const { bytes, end } = this;
    let raw = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      if (this.at >= end) throw cutOff();
      const byte = bytes[this.at++] ?? 0;
      raw += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (!Number.isSafeInteger(raw)) break;
        return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
      }
      scale *= 128;
    }
    throw new RangeError('a number in it is too large');
  }

  /** A view, not a copy. */
  take(length: number): Buffer {
    const begin = this.skip(length);
    return this.bytes.subarray(begin, this.at);
  }

  /** The same as UTF-8. */
  text(length: number): string {
    const begin = this.skip(length);
    return this.bytes.toString('utf8', begin, this.at);
  }

  byte(): number {
    return this.bytes[this.skip(1)] ?? 0;
  }

  /** Views cost much to make: what needs none goes on without. @returns where the bytes begin */
  skip(length: number): number {
    if (length < 0 || this.at + length > this.end) throw cutOff();
    this.at += length;
    return this.at - length;
  }

  /** Bytes behind their length; null where that is -1. */
  nullableBytes(): Buffer | null {
    const length = this.varint();
    return length === -1 ? null : this.take(length);
  }

  /** A reader of the next bytes, whose number stands before them. */
  part(): ByteReader {
    const length = this.varint();
    const begin = this.skip(length);
    return new ByteReader(this.bytes, begin, this.at);
  }
}

function cutOff(): RangeError {
  return new RangeError('it is cut off');
}
