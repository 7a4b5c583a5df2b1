import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiKeyHash, generateApiKey } from './api-key.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const keys = fc.constant(null).map(generateApiKey);
const characters = fc.constantFrom(...BASE62);

describe('an API key', () => {
  it('is sk- and 32 characters, and no two are the same', () => {
    const made = Array.from({ length: 1000 }, generateApiKey);
    for (const key of made) expect(key).toMatch(/^sk-[0-9A-Za-z]{32}$/);
    expect(new Set(made).size).toBe(1000);
  });

  it('uses every character about as often at every place', () => {
    const made = Array.from({ length: 62 * 200 }, generateApiKey);
    for (let place = 3; place < 29; place += 1) {
      const counts = new Map<string, number>();
      for (const key of made) counts.set(key.charAt(place), (counts.get(key.charAt(place)) ?? 0) + 1);
      expect(counts.size).toBe(62);
      // 200 ± 7 standard deviations.
      for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(100);
    }
  });

  it('has the checksum that other implementations compute', () => {
    // By Python: zlib.crc32 of the 26 characters, in base 62 with the digits first and capitals before small letters.
    const known = [
      ['sk-abcdefghijklmnopqrstuvwxyz', '1OSrpF'],
      ['sk-00000000000000000000000000', '3vSKjy'],
    ] as const;
    for (const [start, checksum] of known) {
      const key = `${start}${checksum}`;
      expect(apiKeyHash(key)).toBe(createHash('sha256').update(key).digest('hex'));
    }
  });

  it('is hashed when it is whole', () => {
    fc.assert(
      fc.property(keys, (key) => {
        expect(apiKeyHash(key)).toBe(createHash('sha256').update(key).digest('hex'));
      }),
    );
  });

  it('is nothing with one character changed, and with two neighbours swapped', () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 3, max: 34 }), characters, (key, index, character) => {
        const changed = `${key.slice(0, index)}${character}${key.slice(index + 1)}`;
        if (changed !== key) expect(apiKeyHash(changed)).toBeNull();
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(keys, fc.integer({ min: 3, max: 33 }), (key, index) => {
        const [first, second] = [key.charAt(index), key.charAt(index + 1)];
        const swapped = `${key.slice(0, index)}${second}${first}${key.slice(index + 2)}`;
        if (swapped !== key) expect(apiKeyHash(swapped)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  it('is nothing cut off, prolonged, or in another case', () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 0, max: 34 }), fc.string({ minLength: 1 }), (key, length, more) => {
        expect(apiKeyHash(key.slice(0, length))).toBeNull();
        expect(apiKeyHash(key + more)).toBeNull();
        expect(apiKeyHash(more + key)).toBeNull();
        expect(apiKeyHash(`SK-${key.slice(3)}`)).toBeNull();
      }),
    );
    expect(apiKeyHash(`${generateApiKey()}\n`)).toBeNull();
  });

  it('is nothing that anybody makes up', () => {
    const form = fc.array(characters, { minLength: 32, maxLength: 32 }).map((all) => `sk-${all.join('')}`);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), form), (text) => {
        expect(apiKeyHash(text)).toBeNull();
      }),
    );
  });
});
