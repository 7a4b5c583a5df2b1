import { hash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX = 'sk-';
const RANDOM_LENGTH = 26;
const CHECKSUM_LENGTH = 6;
const START_LENGTH = 12;
const FORM = /^sk-[0-9A-Za-z]{32}$/;

/** A new API key: `sk-`, 26 random characters (154 bits), 6 characters of checksum. */
export function generateApiKey(): string {
  let random = '';
  for (let index = 0; index < RANDOM_LENGTH; index += 1)
    random += ALPHABET.charAt(randomInt(ALPHABET.length));
  return `${PREFIX}${random}${checksumOf(random)}`;
}

/**
 * What is stored of a key, and looked up by: its SHA-256 in hexadecimal. Null where the form or the checksum is wrong, so
 * that mistyped and made-up keys never reach the database.
 */
export function apiKeyHash(token: string): string | null {
  if (!FORM.test(token)) return null;
  const checksumAt = PREFIX.length + RANDOM_LENGTH;
  if (checksumOf(token.slice(PREFIX.length, checksumAt)) !== token.slice(checksumAt)) return null;
  return hash('sha256', token, 'hex');
}

/** What people know a key by: its first characters, which are stored and shown, and good for nothing. */
export function apiKeyStart(key: string): string {
  return key.slice(0, START_LENGTH);
}

/** CRC-32 in base 62, most significant digit first; 62^6 is more than 2^32. */
function checksumOf(random: string): string {
  let rest = crc32(random);
  let digits = '';
  for (let index = 0; index < CHECKSUM_LENGTH; index += 1) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}
