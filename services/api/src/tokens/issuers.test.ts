import { expect, it } from 'vitest';
import type { KeyRecord } from '../context/caller.ts';
import { createIssuers } from './issuers.ts';

const KEY: KeyRecord = {
  keyId: 'k',
  tenantId: 't',
  projectId: 'p',
  scopes: new Set(),
  expiresAtMs: null,
  tenantDisabled: false,
};

function setUp(maxEntries = 10) {
  const store = { now: 0, key: KEY as KeyRecord | null, asked: 0, away: false };
  const issuers = createIssuers({
    find: async () => {
      store.asked += 1;
      if (store.away) throw new Error('away');
      return store.key;
    },
    ttlMs: 1000,
    maxEntries,
    now: () => store.now,
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { store, issuers, settled };
}

it('makes no token wait, and asks once in a while, however many come', async () => {
  const { store, issuers, settled } = setUp();
  for (let times = 0; times < 5; times += 1) expect(issuers.standing('h')).toBe('good');
  await settled();
  expect(store.asked).toBe(1);
  store.now = 1000;
  issuers.standing('h');
  expect(store.asked).toBe(2);
});

it.each([
  ['revoked', null],
  ['revoked', { ...KEY, expiresAtMs: 0 }],
  ['tenant_disabled', { ...KEY, tenantDisabled: true }],
] as const)('knows from then on that a key is %s', async (standing, key) => {
  const { store, issuers, settled } = setUp();
  issuers.standing('h');
  await settled();
  store.key = key;
  store.now = 1000;
  expect(issuers.standing('h')).toBe('good');
  await settled();
  expect(issuers.standing('h')).toBe(standing);
  store.away = true;
  store.now = 2000;
  expect(issuers.standing('h')).toBe(standing);
  await settled();
  expect(issuers.standing('h')).toBe(standing);
});

it('remembers so many keys', async () => {
  const { store, issuers } = setUp(2);
  for (const hash of ['a', 'b', 'c', 'b']) issuers.standing(hash);
  expect(store.asked).toBe(3);
  issuers.standing('a');
  expect(store.asked).toBe(4);
});
