import { randomUUID } from 'node:crypto';
import type { Instant } from '@taskfold/contract';
import { createPool } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiKeyHash } from './api-key.ts';
import { createKeyStore } from './key-store.ts';
import { createApiKey, listApiKeys, type MadeKey, revokeApiKey, rotateApiKey } from './manage-keys.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;

beforeAll(async () => {
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api' });
  for (const tenant of ['tenant_a', 'tenant_b']) {
    await pool.query('INSERT INTO tenants VALUES ($1, $1)', [tenant]);
    await pool.query(`INSERT INTO projects VALUES ($1, 'web', 'web')`, [tenant]);
  }
});
afterAll(() => pool.end());

const NEW = {
  tenantId: 'tenant_a',
  projectId: 'web',
  name: 'site',
  scopes: ['tasks:read', 'admin'] as const,
  expiresAt: null,
};

async function make(more: Partial<typeof NEW> = {}): Promise<MadeKey> {
  const made = await createApiKey(pool, { ...NEW, ...more });
  if (made.kind !== 'made') throw new Error(made.kind);
  return made;
}

const find = (key: string) => createKeyStore(pool).find(apiKeyHash(key) ?? '');

it('makes keys of projects that there are, and tells the key once', async () => {
  const { key, info } = await make();
  expect(info).toMatchObject({ name: 'site', keyStart: key.slice(0, 12), revokedAt: null });
  expect(await find(key)).toMatchObject({ keyId: info.keyId, scopes: new Set(NEW.scopes) });
  expect(await createApiKey(pool, { ...NEW, projectId: 'none' })).toEqual({ kind: 'no_such_project' });
  const expiresAt = '2999-01-01T00:00:00.000000Z' as Instant;
  expect(await createApiKey(pool, { ...NEW, expiresAt })).toMatchObject({ info: { expiresAt } });
});

it('lists those of the tenant, the newest first, page by page', async () => {
  const made = [await make({ tenantId: 'tenant_b' }), await make({ tenantId: 'tenant_b' })];
  const first = await listApiKeys(pool, { tenantId: 'tenant_b', limit: 1 });
  expect(first).toMatchObject({ keys: [{ keyId: made[1]?.info.keyId }], hasMore: true });
  const second = await listApiKeys(pool, { tenantId: 'tenant_b', after: first.keys[0], limit: 1 });
  expect(second).toMatchObject({ keys: [{ keyId: made[0]?.info.keyId }], hasMore: false });
  expect(JSON.stringify([first, second])).not.toContain(made[0]?.key);
});

it('rotates: both work until the grace is over', async () => {
  const { key, info } = await make();
  const of = { tenantId: 'tenant_a', keyId: info.keyId };
  const rotated = await rotateApiKey(pool, { ...of, graceSeconds: 60 });
  if (rotated.kind !== 'made') throw new Error(rotated.kind);
  expect(rotated.info).toMatchObject({ name: 'site', scopes: NEW.scopes, expiresAt: null });
  expect((await find(rotated.key))?.keyId).toBe(rotated.info.keyId);
  const left = ((await find(key))?.expiresAtMs ?? 0) - Date.now();
  expect(left).toBeGreaterThan(50_000);
  expect(left).toBeLessThan(61_000);
  const again = { ...of, tenantId: 'tenant_b', graceSeconds: 60 };
  expect(await rotateApiKey(pool, again)).toEqual({ kind: 'not_live' });
  await revokeApiKey(pool, of);
  expect(await rotateApiKey(pool, { ...of, graceSeconds: 60 })).toEqual({ kind: 'not_live' });
});

it('revokes for good, and only what the tenant has', async () => {
  const { key, info } = await make();
  const of = { tenantId: 'tenant_a', keyId: info.keyId };
  expect(await revokeApiKey(pool, { ...of, tenantId: 'tenant_b' })).toBeNull();
  expect(await revokeApiKey(pool, { ...of, keyId: randomUUID() })).toBeNull();
  const revoked = await revokeApiKey(pool, of);
  expect(revoked?.revokedAt).not.toBeNull();
  expect(await revokeApiKey(pool, of)).toEqual(revoked);
  expect(await find(key)).toBeNull();
});
