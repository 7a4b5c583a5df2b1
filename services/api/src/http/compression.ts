import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request } from 'express';

export type Encoding = 'gzip' | 'br';

/** A smaller answer fits into one packet as it is. */
const LEAST_BYTES = 1024;
/** Node's thread pool has four threads: more at once would only hold more answers in memory. */
const MOST_AT_ONCE = 4;

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
let running = 0;

/**
 * How an answer of so many bytes is to be compressed; null where the client does not ask for it, where it is not worth it, and
 * while as many are compressed as may be: then it goes out as it is, which every client must take.
 */
export function encodingFor(request: Request, bytes: number): Encoding | null {
  if (request.headers['accept-encoding'] === undefined || bytes < LEAST_BYTES || running >= MOST_AT_ONCE) {
    return null;
  }
  const chosen = request.acceptsEncodings(['gzip', 'br', 'identity']);
  return chosen === 'gzip' || chosen === 'br' ? chosen : null;
}

/** Compresses beside the event loop. */
export async function compressBody(body: string, encoding: Encoding): Promise<Buffer> {
  running += 1;
  try {
    if (encoding === 'gzip') return await gzipped(body, { level: 4 });
    return await brotlied(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  } finally {
    running -= 1;
  }
}

/** The headers of an answer that is compressed: its tag is weak, since the bytes are others. */
export function compressedHeaders(headers: readonly string[], encoding: Encoding): string[] {
  const changed = headers.map((text, index) =>
    index % 2 === 1 && headers[index - 1] === 'ETag' && !text.startsWith('W/') ? `W/${text}` : text,
  );
  return [...changed, 'Content-Encoding', encoding];
}
