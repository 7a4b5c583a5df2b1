import { randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
// The sizes that the standard recommends.
const LEAST_BYTES = 24;
const MOST_BYTES = 64;
const BYTES = 32;

/** A text is not a secret of the standard. The message never shows it. */
export class InvalidSecretError extends Error {
  override readonly name = 'InvalidSecretError';
}

/** A new random secret: `whsec_` and 32 bytes in Base64. */
export function createSecret(): string {
  return `${PREFIX}${randomBytes(BYTES).toString('base64')}`;
}

/**
 * The bytes of the key in a secret.
 *
 * @throws InvalidSecretError where the text is not `whsec_` and 24 to 64 bytes in Base64
 */
export function keyOf(secret: string): Buffer {
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  const key = Buffer.from(encoded, 'base64');
  // Node skips what is not Base64, so only a text that comes out again was one.
  if (key.toString('base64') !== encoded || key.length < LEAST_BYTES || key.length > MOST_BYTES) {
    throw new InvalidSecretError(
      `a secret is "${PREFIX}" and ${LEAST_BYTES} to ${MOST_BYTES} bytes in Base64, padded`,
    );
  }
  return key;
}
