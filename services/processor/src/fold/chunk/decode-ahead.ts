import type { Decoded, LogRecord } from '@taskfold/kafka';

/** Records decoded between two turns of the event loop: answers of the database wait about half a millisecond at most. */
const SLICE = 50;
/** Bytes of their values: what is worst for decoding takes long. */
const SLICE_BYTES = 128 * 1024;

export interface DecodeAhead {
  /** Decodes a chunk's records as soon as the process has nothing else to do, after those of the chunks before it. */
  expect(records: readonly LogRecord[]): void;
  /** A chunk is in hand, which is expected at the latest now. What is left of those before it is forgotten. */
  begin(records: readonly LogRecord[]): void;
  /** Forgets the chunk in hand. */
  end(): void;
  /** Decodes a record of the chunk in hand, or finds it ready. */
  decode(record: LogRecord): Decoded;
  /** Forgets everything. */
  clear(): void;
}

/** What is ready of a chunk. Another batch may bring other records at the same offsets: a chunk is told by its records. */
interface Expected {
  readonly records: readonly LogRecord[];
  readonly from: number;
  /** By offset. */
  readonly ready: Map<number, Decoded>;
  /** Index of the first record that was not looked at. */
  next: number;
}

/**
 * Decodes the records of a partition's next chunks while the database works on the one before: without it, each of the two
 * waits for the other. Who expects chunks decides how many are held.
 *
 * @param decode without side effects; must not throw
 */
export function createDecodeAhead(decode: (record: LogRecord) => Decoded): DecodeAhead {
  /** In the order of their offsets, that in hand among them. */
  let chunks: Expected[] = [];
  let inHand: Expected | undefined;
  let pending: NodeJS.Immediate | undefined;

  function slice(): void {
    pending = undefined;
    const chunk = chunks.find(({ next, records }) => next < records.length);
    if (chunk === undefined) return;
    let bytes = 0;
    for (const record of chunk.records.slice(chunk.next, chunk.next + SLICE)) {
      chunk.ready.set(record.offset, decode(record));
      chunk.next++;
      bytes += record.value?.length ?? 0;
      if (bytes > SLICE_BYTES) break;
    }
    pending = setImmediate(slice);
  }

  function find(records: readonly LogRecord[]): Expected | undefined {
    return chunks.find((chunk) => chunk.records[0] === records[0]);
  }

  function expect(records: readonly LogRecord[]): void {
    const [first] = records;
    if (first === undefined || find(records) !== undefined) return;
    chunks.push({ records, from: first.offset, ready: new Map(), next: 0 });
    chunks.sort((left, right) => left.from - right.from);
    pending ??= setImmediate(slice);
  }

  return {
    expect,
    begin(records) {
      expect(records);
      inHand = find(records);
      chunks = chunks.slice(inHand === undefined ? 0 : chunks.indexOf(inHand));
    },
    end() {
      chunks = chunks.filter((chunk) => chunk !== inHand);
      inHand = undefined;
    },
    decode(record) {
      const found = inHand?.ready.get(record.offset);
      if (found !== undefined) return found;
      // Whoever asks for one asks for the rest of them, too, and now.
      if (inHand !== undefined) inHand.next = inHand.records.length;
      return decode(record);
    },
    clear() {
      chunks = [];
      inHand = undefined;
      clearImmediate(pending);
      pending = undefined;
    },
  };
}
