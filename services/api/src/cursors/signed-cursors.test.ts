import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSignedCursors } from './signed-cursors.ts';

const cursors = createSignedCursors('0123456789abcdef0123456789abcdef');
const bindings = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 });

describe('signed cursors', () => {
  it('open to what was sealed, whatever it is', () => {
    fc.assert(
      fc.property(bindings, fc.string({ unit: 'grapheme' }), (binding, payload) => {
        const cursor = cursors.seal(binding, payload);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(cursors.open(binding, cursor)).toBe(payload);
      }),
    );
  });

  it('open for nothing else than what they were sealed for', () => {
    fc.assert(
      fc.property(bindings, bindings, fc.string(), (binding, other, payload) => {
        fc.pre(JSON.stringify(binding) !== JSON.stringify(other));
        expect(cursors.open(other, cursors.seal(binding, payload))).toBeNull();
      }),
    );
  });

  it('keep a binding and its payload apart', () => {
    const cursor = cursors.seal(['a'], 'b');
    const tag = Buffer.from(cursor, 'base64url').subarray(0, 16);
    const shifted = Buffer.concat([tag, Buffer.from('')]).toString('base64url');
    expect(cursors.open(['a', 'b'], shifted)).toBeNull();
  });

  it('open with no other key', () => {
    const others = createSignedCursors('fedcba9876543210fedcba9876543210');
    expect(others.open(['a'], cursors.seal(['a'], 'payload'))).toBeNull();
  });

  it('notice every changed bit', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), (payload, at) => {
        const bytes = Buffer.from(cursors.seal(['tenant'], payload), 'base64url');
        const bit = at % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(cursors.open(['tenant'], bytes.toString('base64url'))).toBeNull();
      }),
    );
  });

  it('are none of what clients make up', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.constantFrom('', '=', '%00')), (text) => {
        expect(cursors.open(['tenant'], text)).toBeNull();
      }),
    );
  });

  it('have one spelling', () => {
    const cursor = cursors.seal(['tenant'], 'x');
    expect(cursors.open(['tenant'], `${cursor}=`)).toBeNull();
    const spelled = `${cursor.slice(0, -1)}${nextCharacter(cursor.slice(-1))}`;
    expect(Buffer.from(spelled, 'base64url')).toEqual(Buffer.from(cursor, 'base64url'));
    expect(cursors.open(['tenant'], spelled)).toBeNull();
  });
});

/** Differs in bits that base64url does not use at the end of 17 bytes. */
function nextCharacter(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet.charAt(alphabet.indexOf(character) + 1);
}
