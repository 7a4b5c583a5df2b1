import { createKeyBody, rotateKeyBody } from '@taskfold/contract';
import { expect, test } from 'vitest';
import { endOf, GRACES, LIFETIMES } from './lifetimes.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');

test('each choice is an end that the API takes', () => {
  for (const { name } of LIFETIMES) {
    const expires_at = endOf(name, '2027-03-01T10:00', NOW);
    expect(createKeyBody.safeParse({ name: 'n', scopes: ['admin'], expires_at }).success, name).toBe(true);
  }
  expect(endOf('never', '', NOW)).toBeNull();
  expect(endOf('30', '', NOW)).toBe('2026-12-30T12:00:00.000Z');
  expect(endOf('custom', '2027-03-01T10:00', NOW)).toBe(new Date('2027-03-01T10:00').toISOString());
  expect(endOf('custom', '', NOW)).toBeUndefined();
});

test('each grace is one that the API takes, and the first is its own default', () => {
  for (const { seconds } of GRACES) {
    expect(rotateKeyBody.safeParse({ grace_seconds: seconds }).success, String(seconds)).toBe(true);
  }
  expect(GRACES[0].seconds).toBe(86_400);
});
