import type { Decoded, LogRecord } from '../ports.ts';

/** Records decoded between two turns of the event loop: answers of the database wait about half a millisecond at most. */
const SLICE = 50;

export interface DecodeAhead {
  /** Decodes a record, or finds it ready. */
  decode(record: LogRecord): Decoded;
  /**
   * A chunk begins: whatever else is ready than its records is forgotten, and those of the chunk that follows it are
   * decoded as soon as the process has nothing else to do.
   */
  begin(next: readonly LogRecord[]): void;
  clear(): void;
}

/**
 * Decodes the records of a partition's next chunk while the database works on the one before: without it, each of the two
 * waits for the other. Two chunks are held at most.
 *
 * @param decode without side effects; must not throw
 */
export function createDecodeAhead(decode: (record: LogRecord) => Decoded): DecodeAhead {
  /** By offset. */
  let ready = new Map<number, Decoded>();
  let coming = new Map<number, Decoded>();
  let pending: NodeJS.Immediate | undefined;

  function begin(next: readonly LogRecord[]): void {
    clearImmediate(pending);
    ready = coming;
    coming = new Map();
    let index = 0;
    const slice = () => {
      for (const record of next.slice(index, index + SLICE)) coming.set(record.offset, decode(record));
      index += SLICE;
      if (index < next.length) pending = setImmediate(slice);
    };
    if (next.length > 0) pending = setImmediate(slice);
  }

  return {
    decode: (record) => ready.get(record.offset) ?? decode(record),
    begin,
    clear() {
      begin([]);
      begin([]);
    },
  };
}
