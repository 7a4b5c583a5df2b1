import { createHmac, timingSafeEqual } from 'node:crypto';

/** What this API says to itself by way of a client, which can read it and cannot change it: `payload.tag`, both in base64url. */
export interface SignedPayloads {
  /** @param said anything that JSON has */
  seal(said: unknown): string;
  /** What was sealed; undefined where the text was not sealed with one of the keys for the same purpose, or was changed. */
  open(text: string): unknown;
}

const TAG_BYTES = 32;
const FORM = /^([A-Za-z0-9_-]{1,6000})\.([A-Za-z0-9_-]{43})$/;

/**
 * @param keys the first signs, all of them verify: at least 32 random characters each, the same for all processes
 * @param purpose keeps these signatures apart from whatever else the same keys sign
 */
export function createSignedPayloads(keys: readonly (string | Buffer)[], purpose: string): SignedPayloads {
  const secrets = keys.map((key) => createHmac('sha256', key).update(purpose).digest());
  const [current] = secrets;
  if (current === undefined) throw new Error(`there is no key for what is signed as ${purpose}`);
  const tagOf = (secret: Buffer, body: string) => createHmac('sha256', secret).update(body).digest();

  return {
    seal(said) {
      const body = Buffer.from(JSON.stringify(said)).toString('base64url');
      return `${body}.${tagOf(current, body).toString('base64url')}`;
    },
    open(text) {
      const [, body, encoded] = FORM.exec(text) ?? [];
      if (body === undefined || encoded === undefined) return undefined;
      const tag = Buffer.from(encoded, 'base64url');
      // Of several spellings of the same bytes only the one that was issued is taken.
      if (tag.length !== TAG_BYTES || tag.toString('base64url') !== encoded) return undefined;
      if (!secrets.some((secret) => timingSafeEqual(tag, tagOf(secret, body)))) return undefined;
      return JSON.parse(Buffer.from(body, 'base64url').toString());
    },
  };
}
