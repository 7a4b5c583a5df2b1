import type { LeftOutHeaders, RecordHeaders } from '../record.ts';
import type { ByteReader } from './byte-reader.ts';

/** Objects of one shape where records have the same few headers. No prototype: a header may be named `__proto__`. */
const Headers = function (this: object) {} as unknown as { new (): Record<string, Buffer | null> };
Headers.prototype = Object.create(null);
Object.freeze(Headers.prototype);
/** More are different in every record, and each would be a shape of its own. */
const MAX_SHAPED = 32;

/** Attributes of an event and what tracing adds are about thirty. */
const MAX_HEADERS = 256;
const MAX_HEADER_BYTES = 64 * 1024;

/** The headers of the record that was read last, and where they lie. */
interface Last {
  readonly begin: number;
  readonly end: number;
  readonly read: ReadHeaders;
}

/**
 * A reader of the headers of records that follow each other: most have the same as the one before, and share them.
 *
 * @returns a function that reads what is left of a record
 */
export function createHeaderReader(): (reader: ByteReader) => ReadHeaders {
  let last: Last | null = null;
  return (reader) => {
    const { bytes, at: begin, end } = reader;
    if (last !== null && end - begin === last.end - last.begin) {
      if (bytes.compare(bytes, last.begin, last.end, begin, end) === 0) {
        reader.skip(end - begin);
        return last.read;
      }
    }
    const read = readHeaders(reader);
    // What is behind the headers is a fault, which the next record may have as well.
    last = reader.at === end ? { begin, end, read } : null;
    return read;
  };
}

export interface ReadHeaders {
  readonly headers: RecordHeaders;
  /** Null where all of them were read. */
  readonly leftOut: LeftOutHeaders | null;
}

const NO_HEADERS: ReadHeaders = Object.freeze({ headers: Object.freeze({}), leftOut: null });

/**
 * Reads the headers of a record, of those beyond the bounds nothing but how many they are. Of a name that comes more than
 * once the first value counts, and null only where it has no other.
 *
 * @throws RangeError where they are cut off
 */
function readHeaders(reader: ByteReader): ReadHeaders {
  const count = reader.varint();
  if (count <= 0) return NO_HEADERS;
  const begin = reader.at;
  const bytes = reader.end - begin;
  const headers: Record<string, Buffer | null> = count > MAX_SHAPED ? Object.create(null) : new Headers();
  const isTooMuch = count > MAX_HEADERS || bytes > MAX_HEADER_BYTES;
  for (let index = 0; index < count; index++) {
    const name = reader.text(reader.varint());
    const value = reader.nullableBytes();
    if (isTooMuch && (index >= MAX_HEADERS || reader.at - begin > MAX_HEADER_BYTES)) continue;
    headers[name] ??= value;
  }
  return {
    headers,
    leftOut: isTooMuch ? { count, bytes, maxCount: MAX_HEADERS, maxBytes: MAX_HEADER_BYTES } : null,
  };
}
