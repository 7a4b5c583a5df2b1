import { describe, expect, it } from 'vitest';
import type { KeyRecord } from '../../context/caller.ts';
import { askInProcess } from '../../testing/in-process.ts';
import { errorOf, smallApp } from '../../testing/small-app.ts';
import { authentication } from './authentication.ts';
import { createFailureBudget } from './failure-budget.ts';
import { createKeyLookups } from './key-lookups.ts';

const NOW = 1_000_000;

const KEY: KeyRecord = {
  keyId: 'key_1',
  tenantId: 'acme',
  projectId: 'default',
  scopes: new Set(['tasks:read'] as const),
  expiresAtMs: null,
  tenantDisabled: false,
};

const KEYS: Readonly<Record<string, KeyRecord>> = {
  'hash of sk-good': KEY,
  'hash of sk-expired': { ...KEY, expiresAtMs: NOW },
  'hash of sk-expiring': { ...KEY, expiresAtMs: NOW + 1 },
  'hash of sk-disabled': { ...KEY, tenantDisabled: true },
};

function setUp() {
  const asked: string[] = [];
  const app = smallApp(
    authentication({
      lookups: createKeyLookups({
        find: async (hash) => {
          asked.push(hash);
          return KEYS[hash] ?? null;
        },
        ttlMs: 1000,
        maxEntries: 10,
      }),
      hashOf: (token) => (token.startsWith('sk-') ? `hash of ${token}` : null),
      now: () => NOW,
    }),
  );
  const ask = (authorization?: string) =>
    askInProcess(app, { path: '/', headers: authorization === undefined ? {} : { authorization } });
  return { ask, asked };
}

describe('authentication', () => {
  it('lets a key in and knows its tenant', async () => {
    const { ask } = setUp();
    const answer = await ask('Bearer sk-good');
    expect(answer.status).toBe(200);
    expect(answer.body).toBe('{"tenant":"acme"}');
    expect((await ask('Bearer sk-expiring')).status).toBe(200);
  });

  it('looks a key up once', async () => {
    const { ask, asked } = setUp();
    await ask('Bearer sk-good');
    await ask('bearer sk-good');
    await ask('sk-good');
    expect(asked).toEqual(['hash of sk-good']);
  });

  it('asks who sent no key to send one', async () => {
    const { ask } = setUp();
    const answer = await ask();
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="taskfold"');
    expect(errorOf(answer.body).code).toBe('unauthorized');
  });

  it('says the same of every key that does not count', async () => {
    const { ask } = setUp();
    const answers = await Promise.all(
      [
        'Bearer sk-unknown',
        'Bearer sk-expired',
        'Bearer nonsense',
        'Basic c2s=',
        'Bearer',
        'sk-good, sk-good',
      ].map(ask),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="taskfold", error="invalid_token"');
      expect(errorOf(answer.body)).toEqual(errorOf(answers[0]?.body ?? ''));
    }
    expect(errorOf(answers[0]?.body ?? '').code).toBe('invalid_api_key');
  });

  it('never looks up what cannot be a key', async () => {
    const { ask, asked } = setUp();
    await Promise.all(
      ['Bearer nonsense', 'Basic c2s=', 'Bearer ', 'Bearer sk-good, Bearer sk-good'].map(ask),
    );
    expect(asked).toEqual([]);
  });

  describe('with a budget of failures', () => {
    function besideBadKeys() {
      const clock = { now: 0 };
      const asked = { atOnce: [] as string[], inTurn: [] as string[] };
      const app = smallApp(
        authentication({
          lookups: createKeyLookups({
            find: async (hash) => {
              asked.atOnce.push(hash);
              return KEYS[hash] ?? null;
            },
            ttlMs: 1000,
            maxEntries: 10,
            now: () => clock.now,
          }),
          hashOf: (token) => (token.startsWith('sk-') ? `hash of ${token}` : null),
          now: () => NOW,
          failures: createFailureBudget(3, () => clock.now),
          findInTurn: async (hash) => {
            asked.inTurn.push(hash);
            return KEYS[hash] ?? null;
          },
        }),
      );
      const ask = (key: string) =>
        askInProcess(app, { path: '/', headers: { authorization: `Bearer ${key}` } });
      return { ask, asked, clock };
    }

    it('never refuses a good key for bad ones from its address, known or new', async () => {
      const { ask, asked, clock } = besideBadKeys();
      const statuses = [];
      for (let times = 0; times < 5; times += 1) statuses.push((await ask(`sk-bad-${times}`)).status);
      expect(statuses).toEqual([401, 401, 401, 429, 429]);
      expect(asked.inTurn).toEqual(['hash of sk-bad-3', 'hash of sk-bad-4']);
      expect((await ask('sk-good')).status).toBe(200);
      expect(asked.inTurn).toContain('hash of sk-good');
      clock.now = 1000;
      expect((await ask('sk-good')).status).toBe(200);
      expect(asked.atOnce.at(-1)).toBe('hash of sk-good');
    });

    it('charges neither what cannot be a key nor a good one', async () => {
      const { ask, clock } = besideBadKeys();
      for (let times = 0; times < 10; times += 1) {
        expect((await ask('nonsense')).status).toBe(401);
        clock.now += 1000;
        expect((await ask('sk-good')).status).toBe(200);
      }
      expect((await ask('sk-bad')).status).toBe(401);
    });

    it('takes the budget before the answer, so that many at once get no more than one after the other', async () => {
      const { ask, asked } = besideBadKeys();
      const keys = Array.from({ length: 20 }, (_, index) => `sk-bad-${index}`);
      const statuses = (await Promise.all(keys.map(ask))).map(({ status }) => status);
      expect(statuses.filter((status) => status === 401)).toHaveLength(3);
      expect(asked.atOnce).toHaveLength(3);
    });
  });

  it('refuses the key of a disabled tenant', async () => {
    const answer = await setUp().ask('Bearer sk-disabled');
    expect(answer.status).toBe(403);
    expect(errorOf(answer.body).code).toBe('tenant_disabled');
  });
});
