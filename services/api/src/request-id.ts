import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

/** Visible ASCII: safe in a header, in JSON and in a line of the log. */
const ACCEPTED = /^[\x21-\x7e]{1,256}$/;

const randomBytes = new Uint8Array(256);
let used = randomBytes.length;

/** One system call for 256 numbers: the library's own source asks the system for every character. */
function randomFraction(): number {
  if (used === randomBytes.length) {
    randomFillSync(randomBytes);
    used = 0;
  }
  const byte = randomBytes[used] ?? 0;
  used += 1;
  return byte / 256;
}

const nextUlid = monotonicFactory(randomFraction);

/**
 * The id that names one request in its answer, in its error and in the log.
 *
 * @param header `X-Request-Id` as the client sent it, several joined by a comma
 * @returns the client's own id where it is 1 to 256 visible ASCII characters, else `req_` and a new ULID
 */
export function requestIdFor(header: string | string[] | undefined): string {
  return typeof header === 'string' && ACCEPTED.test(header) ? header : `req_${nextUlid()}`;
}
