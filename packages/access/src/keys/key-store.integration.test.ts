import { createHash, randomUUID } from 'node:crypto';
import { createPool, type Queryable } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeyHash, generateApiKey } from './api-key.ts';
import { createKeyStore } from './key-store.ts';

const database = testDatabase();
let owner: Pool;
let api: Pool;

beforeAll(async () => {
  owner = createPool({ url: database.url, applicationName: 'test', max: 2 });
  // As the API connects: it may read keys and note their use, nothing else.
  api = createPool({ url: database.url, applicationName: 'test', max: 4, role: 'taskfold_api' });
  await owner.query("INSERT INTO tenants (tenant_id, name) VALUES ('acme', 'Acme'), ('gone', 'Gone')");
  await owner.query("INSERT INTO projects VALUES ('acme', 'web', 'Web'), ('gone', 'web', 'Web')");
  await owner.query("UPDATE tenants SET disabled_at = now() WHERE tenant_id = 'gone'");
});

afterAll(async () => {
  await Promise.all([owner.end(), api.end()]);
});

interface Attributes {
  readonly tenant?: string;
  readonly expiresAt?: string;
  readonly revokedAt?: string;
  readonly lastUsedAt?: string;
}

async function storeKey({ tenant = 'acme', expiresAt, revokedAt, lastUsedAt }: Attributes = {}) {
  const key = generateApiKey();
  const keyId = randomUUID();
  await owner.query(
    `INSERT INTO api_keys (key_id, tenant_id, project_id, name, key_hash, key_start, scopes, expires_at, revoked_at, last_used_at)
     VALUES ($1, $2, 'web', 'test', $3, $4, '{tasks:read,admin}', $5, $6, $7)`,
    [
      keyId,
      tenant,
      createHash('sha256').update(key).digest(),
      key.slice(0, 12),
      expiresAt,
      revokedAt,
      lastUsedAt,
    ],
  );
  return { keyId, hash: apiKeyHash(key) ?? '' };
}

async function lastUsedAt(keyId: string): Promise<string | null | undefined> {
  const { rows } = await owner.query<{ last_used_at: string | null }>(
    'SELECT last_used_at FROM api_keys WHERE key_id = $1',
    [keyId],
  );
  return rows[0]?.last_used_at;
}

test('finds a key with all that it says', async () => {
  const { keyId, hash } = await storeKey({ expiresAt: '2030-01-02T03:04:05.678912Z' });
  expect(await createKeyStore(api).find(hash)).toEqual({
    keyId,
    tenantId: 'acme',
    projectId: 'web',
    scopes: new Set(['tasks:read', 'admin']),
    expiresAtMs: Date.UTC(2030, 0, 2, 3, 4, 5, 678),
    tenantDisabled: false,
  });
});

test('finds no key that never was or was revoked, and says of the others what is wrong with them', async () => {
  const store = createKeyStore(api);
  expect(await store.find(apiKeyHash(generateApiKey()) ?? '')).toBeNull();
  expect(await store.find((await storeKey({ revokedAt: '2026-01-01T00:00:00Z' })).hash)).toBeNull();
  const expired = await storeKey({ expiresAt: '2026-01-01T00:00:00Z' });
  expect(await store.find(expired.hash)).toMatchObject({ expiresAtMs: Date.UTC(2026, 0, 1) });
  const disabled = await storeKey({ tenant: 'gone' });
  expect(await store.find(disabled.hash)).toMatchObject({ expiresAtMs: null, tenantDisabled: true });
  await store.stop();
  expect(await lastUsedAt(expired.keyId)).toBeNull();
  expect(await lastUsedAt(disabled.keyId)).toBeNull();
});

test('finds many keys at once, each under its hash', async () => {
  const store = createKeyStore(api);
  const [first, second] = [await storeKey(), await storeKey({ tenant: 'gone' })];
  const revoked = await storeKey({ revokedAt: '2026-01-01T00:00:00Z' });
  const unknown = apiKeyHash(generateApiKey()) ?? '';
  const found = await store.findMany([unknown, first.hash, revoked.hash, second.hash]);
  expect([...found.keys()].sort()).toEqual([first.hash, second.hash].sort());
  expect(found.get(first.hash)).toEqual(await store.find(first.hash));
  expect(found.get(second.hash)).toMatchObject({ tenantDisabled: true });
  await store.stop();
});

test('notes uses in one statement, and not again within the minute', async () => {
  const statements: string[] = [];
  const counting: Queryable = {
    query: ((query: string | { text: string }, ...rest: []) => {
      statements.push(typeof query === 'string' ? query : query.text);
      return api.query(query as string, ...rest);
    }) as Pool['query'],
  };
  const fresh = await storeKey();
  const stale = await storeKey({ lastUsedAt: '2026-01-01T00:00:00Z' });
  const store = createKeyStore(counting);
  for (let use = 0; use < 5; use += 1) await Promise.all([store.find(fresh.hash), store.find(stale.hash)]);
  expect(await lastUsedAt(fresh.keyId)).toBeNull();
  await store.stop();
  const [first, second] = [await lastUsedAt(fresh.keyId), await lastUsedAt(stale.keyId)];
  expect(first).toMatch(/^20/);
  expect(second).toBe(first);
  expect(statements.filter((text) => text.includes('UPDATE'))).toHaveLength(1);

  await Promise.all([store.find(fresh.hash), store.find(stale.hash)]);
  await store.stop();
  expect(await lastUsedAt(fresh.keyId)).toBe(first);
  expect(statements.filter((text) => text.includes('UPDATE'))).toHaveLength(1);
});

test('does not wait for whoever else holds the row, and outlives a database that is away', async () => {
  const { keyId, hash } = await storeKey();
  const store = createKeyStore(api);
  await store.find(hash);
  const other = await owner.connect();
  await other.query('BEGIN');
  await other.query('SELECT FROM api_keys WHERE key_id = $1 FOR UPDATE', [keyId]);
  await store.stop();
  await other.query('ROLLBACK');
  other.release();
  expect(await lastUsedAt(keyId)).toBeNull();

  const warnings: unknown[] = [];
  const away = createPool({ url: database.url, applicationName: 'test', max: 1, role: 'taskfold_api' });
  const unlucky = createKeyStore(away, { logger: { warn: (line: unknown) => warnings.push(line) } });
  await unlucky.find(hash);
  await away.end();
  await unlucky.stop();
  expect(warnings).toHaveLength(1);
});
