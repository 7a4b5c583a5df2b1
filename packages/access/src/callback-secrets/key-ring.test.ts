import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyRingError, parseKeyRing } from './key-ring.ts';

const key = () => randomBytes(32).toString('base64');

test('what is encrypted decrypts, where it belongs', () => {
  const ring = parseKeyRing(`k1:${key()}`);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (text, place, other) => {
      const { keyId, ciphertext } = ring.encrypt(text, place);
      expect(ring.decrypt(keyId, ciphertext, place)).toBe(text.toWellFormed());
      if (other !== place) expect(() => ring.decrypt(keyId, ciphertext, other)).toThrow(KeyRingError);
    }),
  );
});

test('the same text is never encrypted the same, and with any bit changed it does not decrypt', () => {
  const ring = parseKeyRing(`k1:${key()}`);
  const { keyId, ciphertext } = ring.encrypt('whsec_x', 'a');
  expect(ring.encrypt('whsec_x', 'a').ciphertext.equals(ciphertext)).toBe(false);
  for (let bit = 0; bit < ciphertext.length * 8; bit += 1) {
    const changed = Buffer.from(ciphertext);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => ring.decrypt(keyId, changed, 'a')).toThrow(KeyRingError);
  }
  for (let size = 0; size < ciphertext.length; size += 1) {
    expect(() => ring.decrypt(keyId, ciphertext.subarray(0, size), 'a')).toThrow(KeyRingError);
  }
});

test('the first key encrypts, and all decrypt', () => {
  const [older, newer] = [`old:${key()}`, `new:${key()}`];
  const sealed = parseKeyRing(older).encrypt('x', 'a');
  const both = parseKeyRing(`${newer}, ${older}`);
  expect(both.decrypt(sealed.keyId, sealed.ciphertext, 'a')).toBe('x');
  expect(both.encrypt('x', 'a').keyId).toBe('new');
  expect(() => parseKeyRing(newer).decrypt(sealed.keyId, sealed.ciphertext, 'a')).toThrow(
    'the key old, which is not given',
  );
});

test.each([
  '',
  'k1',
  'k1:',
  `k1:${randomBytes(16).toString('base64')}`,
  `${key()}`,
  `a b:${key()}`,
  `k:${key()},k:${key()}`,
])('refuses keys like %j without showing them', (keys) => {
  expect(() => parseKeyRing(keys)).toThrow(KeyRingError);
  try {
    parseKeyRing(keys);
  } catch (error) {
    for (const part of keys.split(/[:,]/)) {
      if (part.length > 20) expect(String(error)).not.toContain(part);
    }
  }
});
