import { createHmac, timingSafeEqual } from 'node:crypto';

/** What of an event is signed. */
export interface SignedParts {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly tenantid: string;
  /** As the fold sees it: in UTC, to the microsecond. */
  readonly time: string;
  /** The text of the data without white space between its tokens; empty without data. */
  readonly data: string;
}

export type SignatureVerdict = 'valid' | 'missing' | 'unknown_key' | 'wrong';

/** Signs events of our own, so that nobody else who may write to the log can make one. */
export interface EventSignatures {
  /** @returns `<key id>.<HMAC-SHA256 in Base64url>`, by the first key */
  sign(parts: SignedParts): string;
  /** @param signature what the attribute holds, whatever that is */
  check(parts: SignedParts, signature: unknown): SignatureVerdict;
}

const KEY_BYTES = 32;
const VERSION = 'taskfold-event-1';

/**
 * @param keys as `id:key,id:key`: the first signs, all of them verify. An id is letters, digits, `_` and `-`; a key is at
 *   least 32 random bytes in Base64
 * @throws RangeError with a message that does not show a key
 */
export function parseEventSigningKeys(keys: string): EventSignatures {
  const ring = new Map<string, Buffer>();
  for (const entry of keys.split(',')) {
    const [, id = '', encoded = ''] =
      /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9+/_-]{1,1024}={0,2})$/.exec(entry.trim()) ?? [];
    const key = Buffer.from(encoded, 'base64');
    if (key.length < KEY_BYTES) {
      throw new RangeError(`a key is id:Base64, of at least ${KEY_BYTES} random bytes`);
    }
    if (isHandmade(key))
      throw new RangeError(`the key ${id} is a text and not random: make one of random bytes`);
    if (ring.has(id)) throw new RangeError(`the key id ${id} is given twice`);
    ring.set(id, key);
  }
  const [[currentId, currentKey] = []] = ring;
  if (currentId === undefined || currentKey === undefined) throw new RangeError('there is no key');
  return {
    sign: (parts) => `${currentId}.${hmac(currentKey, parts).toString('base64url')}`,
    check(parts, signature) {
      if (typeof signature !== 'string' || signature === '') return 'missing';
      const [, id = '', encoded = ''] = /^([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{43})$/.exec(signature) ?? [];
      if (id === '') return 'wrong';
      const key = ring.get(id);
      if (key === undefined) return 'unknown_key';
      const given = Buffer.from(encoded, 'base64url');
      // The last character has bits that decode to nothing.
      const isExact = given.toString('base64url') === encoded;
      return isExact && timingSafeEqual(given, hmac(key, parts)) ? 'valid' : 'wrong';
    },
  };
}

/** Keys of examples and of people's heads are text; random bytes never are. */
function isHandmade(key: Buffer): boolean {
  return key.every((byte) => byte === key[0]) || key.every((byte) => byte >= 0x20 && byte < 0x7f);
}

function hmac(key: Buffer, { id, source, type, subject, tenantid, time, data }: SignedParts): Buffer {
  // JSON keeps apart what stands side by side.
  const text = JSON.stringify([VERSION, id, source, type, subject, tenantid, time, data]);
  return createHmac('sha256', key).update(text).digest();
}
