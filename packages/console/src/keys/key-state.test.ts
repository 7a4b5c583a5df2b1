import { expect, test } from 'vitest';
import { isLive, keyState } from './key-state.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const at = (days: number) => new Date(NOW + days * 86_400_000).toISOString();

test.each([
  [null, null, 'live', true],
  [null, at(8), 'live', true],
  [null, at(7), 'ending', true],
  [null, at(0.001), 'ending', true],
  [null, at(0), 'expired', false],
  [null, at(-1), 'expired', false],
  [at(-1), null, 'revoked', false],
  [at(-1), at(-2), 'revoked', false],
])('revoked %s, expiring %s is %s', (revoked_at, expires_at, state, live) => {
  expect(keyState({ revoked_at, expires_at }, NOW)).toBe(state);
  expect(isLive(keyState({ revoked_at, expires_at }, NOW))).toBe(live);
});
