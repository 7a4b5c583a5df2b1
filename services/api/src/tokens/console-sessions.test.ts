import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConsoleSession, createConsoleSessions } from './console-sessions.ts';
import { createReadTokens, TOKEN_PREFIX } from './read-tokens.ts';
import { createSignedPayloads } from './signed-payloads.ts';

const NOW = Date.UTC(2026, 10, 30);
const session: fc.Arbitrary<ConsoleSession> = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9_-]{22}$/),
  tenantId: fc.stringMatching(/^[A-Za-z0-9_-]{1,128}$/),
  keyHash: fc.stringMatching(/^[0-9a-f]{64}$/),
  keyStart: fc.stringMatching(/^sk-[A-Za-z0-9]{9}$/),
  label: fc.string({ maxLength: 40, unit: 'grapheme' }),
  expiresAt: fc.integer({ min: NOW / 1000 + 1, max: NOW / 1000 + 604_800 }),
});

const key = () => randomBytes(32).toString('hex');
const [ours, older] = [key(), key()];
const sessions = createConsoleSessions([ours, older], () => NOW);

describe('sessions of the console', () => {
  it('say what was sealed, in characters that a cookie has, and are small enough for one', () => {
    fc.assert(
      fc.property(session, (said) => {
        const text = sessions.seal(said);
        expect(text).toMatch(/^[A-Za-z0-9._-]{1,1500}$/);
        expect(sessions.open(text)).toEqual(said);
      }),
    );
  });

  it('are none with any character changed, removed or added', () => {
    fc.assert(
      fc.property(
        session,
        fc.nat(),
        fc.constantFrom(...'ABCXYZabcxyz0189_-.= ;'),
        fc.constantFrom('change', 'remove', 'add'),
        (said, place, character, how) => {
          const text = sessions.seal(said);
          const at = place % text.length;
          const rest = text.slice(how === 'add' ? at : at + 1);
          const changed = text.slice(0, at) + (how === 'remove' ? '' : character) + rest;
          fc.pre(changed !== text);
          expect(sessions.open(changed)).toBeNull();
        },
      ),
    );
  });

  it('end when they say so', () => {
    fc.assert(
      fc.property(session, fc.integer({ min: -5000, max: 5000 }), (said, offMs) => {
        const then = createConsoleSessions([ours], () => said.expiresAt * 1000 + offMs);
        expect(then.open(sessions.seal(said)) === null).toBe(offMs >= 0);
      }),
    );
  });

  it('are verified by every key, and sealed with the first', () => {
    const [said] = fc.sample(session, 1) as [ConsoleSession];
    const before = createConsoleSessions([older], () => NOW);
    expect(sessions.open(before.seal(said))).toEqual(said);
    expect(before.open(sessions.seal(said))).toBeNull();
    expect(createConsoleSessions([key()], () => NOW).open(sessions.seal(said))).toBeNull();
  });

  it('are no read tokens, and read tokens are none, though the same key signs both', () => {
    const tokens = createReadTokens([ours], () => NOW);
    const grant = { kind: 'task', taskId: 't' } as const;
    fc.assert(
      fc.property(session, (said) => {
        const sealed = sessions.seal(said);
        for (const text of [sealed, `${TOKEN_PREFIX}${sealed}`]) expect(tokens.open(text)).toBeNull();
        const token = tokens.issue({ ...said, projectId: 'p', keyId: 'k', grant });
        for (const text of [token, token.slice(TOKEN_PREFIX.length)]) expect(sessions.open(text)).toBeNull();
      }),
    );
  });

  it('are what was sealed for their purpose and has their form alone, whatever text comes', () => {
    const sameKey = (purpose: string) => createSignedPayloads([ours], purpose);
    const said = ['id', 'tenant', 'hash', 'sk-', '', NOW / 1000 + 60];
    expect(sessions.open(sameKey('taskfold console session 1').seal(said))).toMatchObject({ id: 'id' });
    expect(sessions.open(sameKey('taskfold console session 2').seal(said))).toBeNull();
    expect(sessions.open(sameKey('taskfold console session 1').seal(said.slice(1)))).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(sessions.open(text)).toBeNull();
      }),
    );
  });
});
