import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grant } from '../context/grant.ts';
import { createReadTokens, type ReadToken } from './read-tokens.ts';

const NOW = Date.UTC(2026, 10, 28);
const id = fc.string({ minLength: 1, maxLength: 40 });
const filter = fc.record({
  projectId: fc.option(id),
  clientRequestId: fc.option(id),
  metadata: fc.array(fc.tuple(fc.oneof(id, fc.constant('__proto__')), fc.string({ unit: 'grapheme' })), {
    maxLength: 3,
  }),
});
const grant: fc.Arbitrary<Grant> = fc.oneof(
  id.map((taskId) => ({ kind: 'task', taskId }) as const),
  filter.map((of) => ({ kind: 'filter', filter: of }) as const),
);
const token: fc.Arbitrary<ReadToken> = fc.record({
  tenantId: id,
  projectId: id,
  keyId: fc.uuid(),
  keyHash: fc.stringMatching(/^[0-9a-f]{64}$/),
  expiresAt: fc.integer({ min: NOW / 1000 + 1, max: NOW / 1000 + 3600 }),
  grant,
});

const key = () => randomBytes(32).toString('hex');
const [ours, older] = [key(), key()];
const tokens = createReadTokens([ours, older], () => NOW);

describe('read tokens', () => {
  it('say what they were issued with, in characters that need no encoding in a URL', () => {
    fc.assert(
      fc.property(token, (said) => {
        const text = tokens.issue(said);
        expect(text).toMatch(/^tft_[A-Za-z0-9._-]+$/);
        expect(tokens.open(text)).toEqual(said);
      }),
    );
  });

  it('are none with any character changed, removed or added', () => {
    fc.assert(
      fc.property(
        token,
        fc.nat(),
        fc.constantFrom(...'ABCXYZabcxyz0189_-.= '),
        fc.constantFrom('change', 'remove', 'add'),
        (said, place, character, how) => {
          const text = tokens.issue(said);
          const at = place % text.length;
          const rest = text.slice(how === 'add' ? at : at + 1);
          const changed = text.slice(0, at) + (how === 'remove' ? '' : character) + rest;
          fc.pre(changed !== text);
          expect(tokens.open(changed)).toBeNull();
        },
      ),
    );
  });

  it('are none where what they say was exchanged: the parts of two make no third', () => {
    fc.assert(
      fc.property(token, token, (one, other) => {
        const [[left = ''], [, right = '']] = [tokens.issue(one).split('.'), tokens.issue(other).split('.')];
        fc.pre(tokens.issue(one) !== tokens.issue(other));
        expect(tokens.open(`${left}.${right}`)).toBeNull();
      }),
    );
  });

  it('end when they say so', () => {
    fc.assert(
      fc.property(token, fc.integer({ min: -5000, max: 5000 }), (said, offMs) => {
        const then = createReadTokens([ours], () => said.expiresAt * 1000 + offMs);
        expect(then.open(tokens.issue(said)) === null).toBe(offMs >= 0);
      }),
    );
  });

  it('are verified by every key, and signed by the first', () => {
    const [said] = fc.sample(token, 1) as [ReadToken];
    const before = createReadTokens([older], () => NOW);
    expect(tokens.open(before.issue(said))).toEqual(said);
    expect(before.open(tokens.issue(said))).toBeNull();
    expect(createReadTokens([key()], () => NOW).open(tokens.issue(said))).toBeNull();
  });

  it('are nothing else: whatever text comes, nothing is thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String().map((text) => `tft_${text}`),
        ),
        (text) => {
          expect(tokens.open(text)).toBeNull();
        },
      ),
    );
  });
});
