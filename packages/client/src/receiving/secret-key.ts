import { bytesOfBase64 } from './base64.ts';

const PREFIX = 'whsec_';
/** The sizes that the standard recommends, and that Taskfold makes. */
const LEAST_BYTES = 24;
const MOST_BYTES = 64;

/** @throws TypeError where the text is not `whsec_` and 24 to 64 bytes in Base64; it does not show it */
export function keyOfSecret(secret: string): Uint8Array<ArrayBuffer> {
  const bytes = secret?.startsWith?.(PREFIX) ? bytesOfBase64(secret.slice(PREFIX.length).trim()) : undefined;
  if (bytes !== undefined && bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES) return bytes;
  throw new TypeError(`A secret is "${PREFIX}" and ${LEAST_BYTES} to ${MOST_BYTES} bytes in Base64.`);
}
