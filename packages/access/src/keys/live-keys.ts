import type { PrismaTransaction } from '@taskfold/database';

/** Of keys that let somebody in: neither revoked nor expired. */
export function live() {
  return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] };
}

/** The tenant has as many live keys as it may have: nothing was made. */
export interface TooManyKeys {
  readonly kind: 'too_many_keys';
}

/** How many live keys a tenant has; no more are made for it until the transaction has ended. */
export async function countLive(transaction: PrismaTransaction, tenantId: string): Promise<number> {
  await lockTenant(transaction, tenantId);
  return await transaction.apiKey.count({ where: { tenantId, ...live() } });
}

/** Those who make keys of one tenant do so one after the other, and each sees what the one before it has made. */
export async function lockTenant(transaction: PrismaTransaction, tenantId: string): Promise<void> {
  // SQL: Prisma cannot say a row lock.
  await transaction.$executeRaw`SELECT FROM tenants WHERE tenant_id = ${tenantId} FOR NO KEY UPDATE`;
}
