import { inTransaction, noteAct, type Operator } from '@taskfold/database';
import type { Pool, PoolClient } from 'pg';
import { type EnsuredSecret, ensureCallbackSecret } from '../callback-secrets/callback-secrets.ts';
import {
  type RevokedSecret,
  type RotatedSecret,
  revokeCallbackSecret,
  rotateSecretIn,
} from '../callback-secrets/change-secrets.ts';
import type { KeyRing } from '../callback-secrets/key-ring.ts';
import { createApiKey, type MadeKey, type NewApiKey } from '../keys/manage-keys.ts';
import { createTenant, type NewTenant, setTenantDisabled, type TenantInfo } from './manage-tenants.ts';

/** What a tenant begins with. Key and secret are shown now and never again. */
export interface MadeTenant {
  readonly tenant: TenantInfo;
  readonly key: MadeKey;
  /** Null where there are no keys to encrypt it with. */
  readonly secret: EnsuredSecret | null;
}

export interface NewTenantAccess extends NewTenant {
  readonly key: Pick<NewApiKey, 'name' | 'scopes'>;
}

type Done<Result> = { readonly kind: 'applied'; readonly result: Result } | { readonly kind: 'refused' };

/**
 * Adds a tenant with its first project, a key of it and the secret that its callbacks are signed with, all or nothing, and
 * notes who did; null where the tenant is there already, which then stays as it is.
 *
 * @param ring null where secrets cannot be encrypted here: the first callback, or a rotation, makes it then
 */
export async function makeTenant(
  pool: Pool,
  ring: KeyRing | null,
  { key: newKey, ...tenant }: NewTenantAccess,
  operator: Operator,
): Promise<MadeTenant | null> {
  const { tenantId, projectId } = tenant;
  return await acting(pool, async (client) => {
    const made = await createTenant(client, tenant);
    if (made === null) return null;
    const key = await createApiKey(client, { tenantId, projectId, expiresAt: null, ...newKey });
    if (key.kind !== 'made') throw new Error('the project of a new tenant is missing');
    const secret = ring === null ? null : await ensureCallbackSecret(client, ring, tenantId);
    await note(client, operator, 'tenant.created', tenantId);
    return { tenant: made, key, secret };
  });
}

/** Has the keys of a tenant refused, or no longer, and notes who did; null where there is no such tenant. */
export async function disableTenant(
  pool: Pool,
  change: { readonly tenantId: string; readonly disabled: boolean },
  operator: Operator,
): Promise<TenantInfo | null> {
  return await acting(pool, async (client) => {
    const tenant = await setTenantDisabled(client, change);
    if (tenant === null) return null;
    await note(client, operator, change.disabled ? 'tenant.disabled' : 'tenant.enabled', change.tenantId);
    return tenant;
  });
}

/** Makes a key of a tenant's project and notes who did; null where the tenant has no such project. */
export async function makeTenantKey(pool: Pool, key: NewApiKey, operator: Operator): Promise<MadeKey | null> {
  return await acting(pool, async (client) => {
    const made = await createApiKey(client, key);
    if (made.kind !== 'made') return null;
    await note(client, operator, 'tenant.key_created', key.tenantId);
    return made;
  });
}

/**
 * Replaces the secret of a tenant's callbacks, or makes the first one, and notes who did; null where there is no such
 * tenant. The old one signs for 24 hours more.
 */
export async function replaceTenantSecret(
  pool: Pool,
  ring: KeyRing,
  tenantId: string,
  operator: Operator,
): Promise<RotatedSecret | null> {
  return await acting(pool, async (client) => {
    const known = await client.query('SELECT FROM tenants WHERE tenant_id = $1', [tenantId]);
    if (known.rowCount === 0) return null;
    const rotated = await rotateSecretIn(client, ring, tenantId);
    if (rotated.kind === 'created') await note(client, operator, 'tenant.callback_secret_replaced', tenantId);
    return rotated;
  });
}

/** Ends a replaced secret of a tenant at once, and notes who did. */
export async function revokeTenantSecret(
  pool: Pool,
  secret: { readonly tenantId: string; readonly secretId: string },
  operator: Operator,
): Promise<RevokedSecret> {
  const revoked = await acting(pool, async (client) => {
    const result = await revokeCallbackSecret(client, secret);
    if (result.kind === 'revoked') {
      await note(client, operator, 'tenant.callback_secret_revoked', secret.tenantId);
    }
    return result;
  });
  return revoked ?? { kind: 'not_found' };
}

/** Nothing is done without being noted. */
async function acting<Result extends object>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result | null>,
): Promise<Result | null> {
  const done = await inTransaction<Done<Result>>(pool, async (client) => {
    const result = await work(client);
    return result === null ? { kind: 'refused' } : { kind: 'applied', result };
  });
  return done.kind === 'applied' ? done.result : null;
}

async function note(client: PoolClient, operator: Operator, action: string, tenantId: string): Promise<void> {
  await noteAct(client, { ...operator, action, subject: `tenant/${tenantId}` });
}
