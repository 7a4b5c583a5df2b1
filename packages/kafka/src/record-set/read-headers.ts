import type { LeftOutHeaders, RecordHeaders } from '../record.ts';
import type { ByteReader } from './byte-reader.ts';

/** Attributes of an event and what tracing adds are about thirty. */
const MAX_HEADERS = 256;
const MAX_HEADER_BYTES = 64 * 1024;

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
export function readHeaders(reader: ByteReader): ReadHeaders {
  const count = reader.varint();
  if (count <= 0) return NO_HEADERS;
  const begin = reader.at;
  const bytes = reader.end - begin;
  // No prototype: a header may be named `__proto__`.
  const headers = Object.create(null) as Record<string, Buffer | null>;
  const isTooMuch = count > MAX_HEADERS || bytes > MAX_HEADER_BYTES;
  for (let index = 0; index < count; index++) {
    const name = reader.take(reader.varint());
    const value = reader.nullableBytes();
    if (isTooMuch && (index >= MAX_HEADERS || reader.at - begin > MAX_HEADER_BYTES)) continue;
    const text = name.toString();
    headers[text] ??= value;
  }
  return {
    headers,
    leftOut: isTooMuch ? { count, bytes, maxCount: MAX_HEADERS, maxBytes: MAX_HEADER_BYTES } : null,
  };
}
