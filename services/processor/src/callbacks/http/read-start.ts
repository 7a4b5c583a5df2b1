import type { Readable } from 'node:stream';

const MAX_BYTES = 4096;

export interface BodyStart {
  /** At most 4 KiB. */
  readonly start: Buffer;
  /** Whether that is all of it; the rest is not read. */
  readonly complete: boolean;
}

/** Reads as much of a body as is kept. Rejects where it breaks off before. */
export async function readStart(body: Readable): Promise<BodyStart> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop ends the stream, and with it the connection.
    if (size > MAX_BYTES) break;
  }
  return { start: Buffer.concat(chunks).subarray(0, MAX_BYTES), complete: size <= MAX_BYTES };
}
