import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The keys that secrets are encrypted with at rest. */
export interface KeyRing {
  /** Id of the key that encrypts; the others only decrypt. */
  readonly currentKeyId: string;
  /** @param boundTo what the text belongs to; decrypting wants the same */
  encrypt(text: string, boundTo: string): { readonly keyId: string; readonly ciphertext: Buffer };
  /** @throws KeyRingError where the key is missing, or the ciphertext is not what was encrypted */
  decrypt(keyId: string, ciphertext: Buffer, boundTo: string): string;
}

/** Keys cannot be read, or a secret cannot be decrypted with them. The message shows neither. */
export class KeyRingError extends Error {
  override readonly name = 'KeyRingError';
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * @param keys as `id:key,id:key`: the first encrypts, all of them decrypt. An id is letters, digits, `_` and `-`; a key is
 *   32 bytes in Base64. A new key is put in front, and the old one goes once `reencryptSecrets` has run.
 * @throws KeyRingError
 */
export function parseKeyRing(keys: string): KeyRing {
  const ring = new Map<string, Buffer>();
  for (const entry of keys.split(',')) {
    const [, id = '', encoded = ''] = /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9+/]+=*)$/.exec(entry.trim()) ?? [];
    const key = Buffer.from(encoded, 'base64');
    if (key.length !== KEY_BYTES) throw new KeyRingError(`a key is id:Base64, of ${KEY_BYTES} bytes`);
    if (ring.has(id)) throw new KeyRingError(`the key id ${id} is given twice`);
    ring.set(id, key);
  }
  const [[currentKeyId, currentKey] = []] = ring;
  if (currentKeyId === undefined || currentKey === undefined) throw new KeyRingError('there is no key');

  return {
    currentKeyId,
    encrypt(text, boundTo) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, currentKey, nonce).setAAD(Buffer.from(boundTo));
      const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return { keyId: currentKeyId, ciphertext: Buffer.concat([nonce, cipher.getAuthTag(), encrypted]) };
    },
    decrypt(keyId, ciphertext, boundTo) {
      const key = ring.get(keyId);
      if (key === undefined)
        throw new KeyRingError(`a secret is encrypted with the key ${keyId}, which is not given`);
      try {
        const decipher = createDecipheriv(CIPHER, key, ciphertext.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        })
          .setAAD(Buffer.from(boundTo))
          .setAuthTag(ciphertext.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const text = decipher.update(ciphertext.subarray(NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch (error) {
        throw new KeyRingError(`a secret does not decrypt with the key ${keyId}`, { cause: error });
      }
    },
  };
}
