import { randomUUID } from 'node:crypto';
import { type Instant, SCOPES, type Scope } from '@taskfold/contract';
import { createPool, createPrisma, type Prisma } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureKey } from '../ensure-key.ts';
import { apiKeyHash, generateApiKey } from './api-key.ts';
import type { ApiKeyInfo } from './key-info.ts';
import { createKeyStore } from './key-store.ts';
import { type MadeKey, type MakeKeyOptions, makeKey, type NewApiKey } from './make-key.ts';
import { listApiKeys, revokeApiKey } from './manage-keys.ts';
import { type RotateOptions, rotateKey } from './rotate-key.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;
let prisma: Prisma;

beforeAll(async () => {
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api' });
  prisma = createPrisma(pool);
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
  const made = await create({ ...NEW, ...more });
  if (made.kind !== 'made') throw new Error(made.kind);
  return made;
}

const rotate = (of: Omit<RotateOptions, 'heldScopes'>, held: readonly Scope[] = SCOPES, most = 100) =>
  prisma.$transaction((transaction) => rotateKey(transaction, { ...of, heldScopes: new Set(held) }, most));

const create = (key: NewApiKey, options?: MakeKeyOptions) =>
  prisma.$transaction((transaction) => makeKey(transaction, key, options));
const find = (key: string) => createKeyStore(pool).find(apiKeyHash(key) ?? '');

it('makes keys of projects that there are, and tells the key once', async () => {
  const { key, info } = await make();
  expect(info).toMatchObject({ name: 'site', keyStart: key.slice(0, 12), revokedAt: null });
  expect(await find(key)).toMatchObject({ keyId: info.keyId, scopes: new Set(NEW.scopes) });
  expect(await create({ ...NEW, projectId: 'none' })).toEqual({ kind: 'no_such_project' });
  const expiresAt = '2999-01-01T00:00:00.000000Z' as Instant;
  expect(await create({ ...NEW, expiresAt })).toMatchObject({ info: { expiresAt } });
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
  const rotated = await rotate({ ...of, graceSeconds: 60 });
  if (rotated.kind !== 'made') throw new Error(rotated.kind);
  expect(rotated.info).toMatchObject({ name: 'site', scopes: NEW.scopes, expiresAt: null });
  expect((await find(rotated.key))?.keyId).toBe(rotated.info.keyId);
  const left = ((await find(key))?.expiresAtMs ?? 0) - Date.now();
  expect(left).toBeGreaterThan(50_000);
  expect(left).toBeLessThan(61_000);
  const again = { ...of, tenantId: 'tenant_b', graceSeconds: 60 };
  expect(await rotate(again)).toEqual({ kind: 'not_live' });
  await revokeApiKey(prisma, of);
  expect(await rotate({ ...of, graceSeconds: 60 })).toEqual({ kind: 'not_live' });
});

it('revokes for good, and only what the tenant has', async () => {
  const { key, info } = await make();
  const of = { tenantId: 'tenant_a', keyId: info.keyId };
  expect(await revokeApiKey(prisma, { ...of, tenantId: 'tenant_b' })).toBeNull();
  expect(await revokeApiKey(prisma, { ...of, keyId: randomUUID() })).toBeNull();
  const revoked = await revokeApiKey(prisma, of);
  expect(revoked?.revokedAt).not.toBeNull();
  expect(await revokeApiKey(prisma, of)).toEqual(revoked);
  expect(await find(key)).toBeNull();
});

const at = <Result>(work: (index: number) => Promise<Result>, times = 8): Promise<Result[]> =>
  Promise.all(Array.from({ length: times }, (_none, index) => work(index)));

it('makes no more live keys than the tenant may have, however many are asked for at once', async () => {
  await ensureKey(prisma, { ...NEW, tenantId: 'bounded' });
  const of = { ...NEW, tenantId: 'bounded' };
  const made = await at(() => create(of, { most: 4 }));
  expect(made.filter(({ kind }) => kind === 'made')).toHaveLength(3);
  expect(made.filter(({ kind }) => kind === 'too_many_keys')).toHaveLength(5);
  const { keys } = await listApiKeys(pool, { tenantId: 'bounded', limit: 100 });
  expect(keys).toHaveLength(4);
  // One that is rotated without a grace makes room for the new one; with a grace there is none.
  const [key] = keys;
  const rotation = { tenantId: 'bounded', keyId: key?.keyId ?? '', graceSeconds: 60 };
  expect(await rotate(rotation, SCOPES, 4)).toEqual({ kind: 'too_many_keys' });
  expect(await rotate({ ...rotation, graceSeconds: 0 }, ['tasks:read'], 4)).toEqual({ kind: 'lacks_scope' });
  const rotated = await at(() => rotate({ ...rotation, graceSeconds: 0 }, SCOPES, 4), 4);
  expect(rotated.filter(({ kind }) => kind === 'made')).toHaveLength(1);
  expect(rotated.filter(({ kind }) => kind === 'not_live')).toHaveLength(3);
  await revokeApiKey(prisma, { tenantId: 'bounded', keyId: keys[1]?.keyId ?? '' });
  const again = await at(() => create(of, { most: 4 }), 3);
  expect(again.filter(({ kind }) => kind === 'made')).toHaveLength(1);
});

it('makes a key of a name once, with its tenant and project, also where many ask at once', async () => {
  const first = { ...NEW, tenantId: 'new', projectId: 'first' };
  const made = await at(() => ensureKey(prisma, first));
  expect(made.filter(({ kind }) => kind === 'made')).toHaveLength(1);
  expect(made.filter(({ kind }) => kind === 'exists')).toHaveLength(7);
  expect((await ensureKey(prisma, { ...first, name: 'another' })).kind).toBe('made');
  expect((await ensureKey(prisma, { ...first, projectId: 'second' })).kind).toBe('made');
});

it('takes a key that was drawn before, and nothing else for one', async () => {
  const key = generateApiKey();
  expect(await create(NEW, { key })).toMatchObject({ key, info: { keyStart: key.slice(0, 12) } });
  expect((await find(key))?.tenantId).toBe('tenant_a');
  await expect(create(NEW, { key: 'sk-mine' })).rejects.toThrow(RangeError);
});

it('keeps the order of keys that were made within one millisecond, over pages', async () => {
  await ensureKey(prisma, { ...NEW, tenantId: 'close' });
  for (let made = 0; made < 6; made += 1) await create({ ...NEW, tenantId: 'close' });
  await pool.query(
    `UPDATE api_keys AS k SET created_at = '2026-11-25T08:00:00.000001Z'::timestamptz + n * interval '1 microsecond'
     FROM (SELECT key_id, row_number() OVER (ORDER BY key_id DESC) AS n FROM api_keys WHERE tenant_id = 'close') AS o
     WHERE k.key_id = o.key_id`,
  );
  const ids: string[] = [];
  for (let after: ApiKeyInfo | undefined; ; ) {
    const page = await listApiKeys(pool, { tenantId: 'close', after, limit: 2 });
    ids.push(...page.keys.map(({ keyId }) => keyId));
    if (!page.hasMore) break;
    after = page.keys.at(-1);
  }
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(7);
});
