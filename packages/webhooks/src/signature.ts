import { createHmac } from 'node:crypto';

/** What is signed: the three parts that the standard joins with dots. */
export interface SignedContent {
  readonly id: string;
  /** Seconds since the Unix epoch. */
  readonly timestamp: number;
  /** The body byte for byte; a string stands for its UTF-8. */
  readonly body: string | Uint8Array;
}

/** HMAC-SHA256 over `<id>.<timestamp>.<body>`. */
export function digestOf({ id, timestamp, body }: SignedContent, key: Buffer): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}
