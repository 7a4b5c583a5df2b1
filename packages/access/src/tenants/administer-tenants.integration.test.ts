import { randomBytes } from 'node:crypto';
import { SCOPES } from '@taskfold/contract';
import { createPool, createPrisma, type Prisma } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { activeSecrets } from '../callback-secrets/active-secrets.ts';
import { listCallbackSecrets } from '../callback-secrets/callback-secrets.ts';
import { parseKeyRing } from '../callback-secrets/key-ring.ts';
import { disableTenant, makeTenant, makeTenantKey, replaceTenantSecret } from './administer-tenants.ts';

const database = testDatabase();
const ring = parseKeyRing(`test:${randomBytes(32).toString('base64')}`);
const ANN = { actor: 'ann', reason: 'a contract' };
const newTenant = (tenantId: string) => ({
  tenantId,
  name: tenantId,
  projectId: 'web',
  key: { name: 'first', scopes: SCOPES },
});
let pool: ReturnType<typeof createPool>;
let prisma: Prisma;
beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api' });
  prisma = createPrisma(pool);
});
afterAll(() => pool.end());

const audit = async (tenantId: string) =>
  (
    await pool.query('SELECT actor, action, details FROM audit_log WHERE subject = $1 ORDER BY audit_id', [
      `tenant/${tenantId}`,
    ])
  ).rows;

it('makes a tenant with a key and a secret that signs, and notes who did', async () => {
  const made = await makeTenant(prisma, ring, newTenant('acme'), ANN);
  expect(made?.secret).toMatchObject({ kind: 'created', secret: expect.stringMatching(/^whsec_/) });
  expect(made?.key.key).toMatch(/^sk-/);
  const secret = made?.secret?.kind === 'created' ? made.secret.secret : '';
  expect(await activeSecrets(pool, ring, 'acme')).toEqual([secret]);
  expect(await audit('acme')).toEqual([
    { actor: 'ann', action: 'tenant.created', details: '{"reason": "a contract"}' },
  ]);
  expect(await makeTenant(prisma, ring, newTenant('acme'), ANN)).toBeNull();
  expect(await audit('acme')).toHaveLength(1);
});

it('makes nothing at all where it may not be noted', async () => {
  await expect(makeTenant(prisma, ring, newTenant('bee'), { actor: '' })).rejects.toThrow(
    'audit_log_actor_check',
  );
  for (const table of ['tenants', 'projects', 'api_keys', 'callback_secrets']) {
    expect((await pool.query(`SELECT FROM ${table} WHERE tenant_id = 'bee'`)).rowCount, table).toBe(0);
  }
});

it('shows no secret of a tenant that had one from its events, nor without keys; replacing it does', async () => {
  await activeSecrets(pool, ring, 'cat');
  expect((await makeTenant(prisma, ring, newTenant('cat'), ANN))?.secret).toEqual({ kind: 'exists' });
  expect((await makeTenant(prisma, null, newTenant('dog'), ANN))?.secret).toBeNull();
  expect(await listCallbackSecrets(prisma, 'dog')).toEqual([]);
  for (const [tenantId, signing] of [
    ['cat', 2],
    ['dog', 1],
  ] as const) {
    const replaced = await replaceTenantSecret(prisma, ring, tenantId, { actor: 'bob' });
    expect(replaced).toMatchObject({ kind: 'created', secret: expect.stringMatching(/^whsec_/) });
    expect(await listCallbackSecrets(prisma, tenantId)).toHaveLength(signing);
    expect((await audit(tenantId)).at(-1)).toEqual({
      actor: 'bob',
      action: 'tenant.callback_secret_replaced',
      details: '{}',
    });
  }
  expect(await replaceTenantSecret(prisma, ring, 'none', ANN)).toBeNull();
});

it('disables, enables and makes further keys, each noted', async () => {
  expect(await disableTenant(prisma, { tenantId: 'dog', disabled: true }, ANN)).toMatchObject({
    disabledAt: expect.any(String),
  });
  expect(await disableTenant(prisma, { tenantId: 'dog', disabled: false }, ANN)).toMatchObject({
    disabledAt: null,
  });
  const key = { tenantId: 'dog', projectId: 'web', name: 'more', scopes: SCOPES, expiresAt: null };
  expect(await makeTenantKey(prisma, key, ANN)).toMatchObject({ kind: 'made' });
  expect(await makeTenantKey(prisma, { ...key, projectId: 'none' }, ANN)).toBeNull();
  expect(await disableTenant(prisma, { tenantId: 'none', disabled: true }, ANN)).toBeNull();
  expect((await audit('dog')).map(({ action }) => action).slice(-3)).toEqual([
    'tenant.disabled',
    'tenant.enabled',
    'tenant.key_created',
  ]);
  expect(await audit('none')).toEqual([]);
});
