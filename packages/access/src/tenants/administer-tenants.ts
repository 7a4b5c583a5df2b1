import { noteAct, type Operator, type Prisma, type PrismaTransaction } from '@taskfold/database';
import { type EnsuredSecret, ensureCallbackSecret } from '../callback-secrets/callback-secrets.ts';
import {
  type RevokedSecret,
  type RotatedSecret,
  revokeCallbackSecret,
  rotateCallbackSecret,
} from '../callback-secrets/change-secrets.ts';
import type { KeyRing } from '../callback-secrets/key-ring.ts';
import type { ApiKeyInfo } from '../keys/key-info.ts';
import { type MadeKey, makeKey, type NewApiKey } from '../keys/make-key.ts';
import { revokeApiKey } from '../keys/manage-keys.ts';
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

/**
 * Adds a tenant with its first project, a key of it and the secret that its callbacks are signed with, all or nothing, and
 * notes who did; null where the tenant is there already, which then stays as it is.
 *
 * @param ring null where secrets cannot be encrypted here: the first callback, or a rotation, makes it then
 */
export async function makeTenant(
  prisma: Prisma,
  ring: KeyRing | null,
  { key: newKey, ...tenant }: NewTenantAccess,
  operator: Operator,
): Promise<MadeTenant | null> {
  const { tenantId, projectId } = tenant;
  return await prisma.$transaction(async (transaction) => {
    const made = await createTenant(transaction, tenant);
    if (made === null) return null;
    const key = await makeKey(transaction, { tenantId, projectId, ...newKey });
    if (key.kind !== 'made') throw new Error('the project of a new tenant is missing');
    const secret = ring === null ? null : await ensureCallbackSecret(transaction, ring, tenantId);
    await note(transaction, operator, 'tenant.created', tenantId);
    return { tenant: made, key, secret };
  });
}

/** Has the keys of a tenant refused, or no longer, and notes who did; null where there is no such tenant. */
export async function disableTenant(
  prisma: Prisma,
  change: { readonly tenantId: string; readonly disabled: boolean },
  operator: Operator,
): Promise<TenantInfo | null> {
  return await prisma.$transaction(async (transaction) => {
    const tenant = await setTenantDisabled(transaction, change);
    if (tenant === null) return null;
    await note(
      transaction,
      operator,
      change.disabled ? 'tenant.disabled' : 'tenant.enabled',
      change.tenantId,
    );
    return tenant;
  });
}

/** Makes a key of a tenant's project and notes who did; null where the tenant has no such project. */
export async function makeTenantKey(
  prisma: Prisma,
  key: NewApiKey,
  operator: Operator,
): Promise<MadeKey | null> {
  return await prisma.$transaction(async (transaction) => {
    const made = await makeKey(transaction, key);
    if (made.kind !== 'made') return null;
    await note(transaction, operator, 'tenant.key_created', key.tenantId);
    return made;
  });
}

/** Ends a key of a tenant for good, and notes who did; null where the tenant has no such key. One that was revoked before stays as it is. */
export async function revokeTenantKey(
  prisma: Prisma,
  key: { readonly tenantId: string; readonly keyId: string },
  operator: Operator,
): Promise<ApiKeyInfo | null> {
  return await prisma.$transaction(async (transaction) => {
    const { tenantId, keyId } = key;
    const live = await transaction.apiKey.count({ where: { tenantId, keyId, revokedAt: null } });
    const revoked = await revokeApiKey(transaction, key);
    if (live > 0) await note(transaction, operator, 'tenant.key_revoked', tenantId, { key_id: keyId });
    return revoked;
  });
}

/**
 * Replaces the secret of a tenant's callbacks, or makes the first one, and notes who did; null where there is no such
 * tenant. The old one signs for 24 hours more.
 */
export async function replaceTenantSecret(
  prisma: Prisma,
  ring: KeyRing,
  tenantId: string,
  operator: Operator,
): Promise<RotatedSecret | null> {
  return await prisma.$transaction(async (transaction) => {
    if ((await transaction.tenant.count({ where: { tenantId } })) === 0) return null;
    const rotated = await rotateCallbackSecret(transaction, ring, tenantId);
    if (rotated.kind === 'created')
      await note(transaction, operator, 'tenant.callback_secret_replaced', tenantId);
    return rotated;
  });
}

/** Ends a replaced secret of a tenant at once, and notes who did. */
export async function revokeTenantSecret(
  prisma: Prisma,
  secret: { readonly tenantId: string; readonly secretId: string },
  operator: Operator,
): Promise<RevokedSecret> {
  return await prisma.$transaction(async (transaction) => {
    const result = await revokeCallbackSecret(transaction, secret);
    if (result.kind === 'revoked') {
      await note(transaction, operator, 'tenant.callback_secret_revoked', secret.tenantId);
    }
    return result;
  });
}

/** Nothing is done without being noted. */
async function note(
  transaction: PrismaTransaction,
  operator: Operator,
  action: string,
  tenantId: string,
  details: { readonly [name: string]: string } = {},
): Promise<void> {
  await noteAct(transaction, { ...operator, action, subject: `tenant/${tenantId}`, details });
}
