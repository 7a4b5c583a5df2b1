import { describe, expect, it } from 'vitest';
import { askInProcess } from '../../testing/in-process.ts';
import { errorOf, smallApp } from '../../testing/small-app.ts';
import { authentication, type KeyRecord } from './authentication.ts';
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
      ['Bearer sk-unknown', 'Bearer sk-expired', 'Bearer nonsense', 'Basic c2s=', 'Bearer', 'sk-good'].map(
        ask,
      ),
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

  it('refuses the key of a disabled tenant', async () => {
    const answer = await setUp().ask('Bearer sk-disabled');
    expect(answer.status).toBe(403);
    expect(errorOf(answer.body).code).toBe('tenant_disabled');
  });
});
