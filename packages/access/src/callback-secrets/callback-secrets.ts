import type { Instant } from '@taskfold/contract';
import { instantOf, instantOrNull, type Prisma, type PrismaQueries } from '@taskfold/database';
import type { KeyRing } from './key-ring.ts';
import { newSecret, seal, unseal } from './sealed-secret.ts';

export interface CallbackSecretInfo {
  readonly secretId: string;
  readonly createdAt: Instant;
  /** From when on it signs no more; null for the current one. */
  readonly expiresAt: Instant | null;
}

export type EnsuredSecret =
  /** Shown now and never again. */
  | { readonly kind: 'created'; readonly secretId: string; readonly secret: string }
  | { readonly kind: 'exists' };

/** Gives a tenant its first secret; changes nothing where it has one. Safe to be called by many at once. */
export async function ensureCallbackSecret(
  prisma: PrismaQueries,
  ring: KeyRing,
  tenantId: string,
): Promise<EnsuredSecret> {
  const { secret, row } = newSecret(ring, tenantId);
  const { count } = await prisma.callbackSecret.createMany({ data: row, skipDuplicates: true });
  return count === 1 ? { kind: 'created', secretId: row.secretId, secret } : { kind: 'exists' };
}

/** Of secrets that sign: the current one, and those that were replaced a while ago. */
export function signing(tenantId: string) {
  return { tenantId, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] };
}

/** A tenant's secrets that still sign, newest first. Not the secrets themselves. */
export async function listCallbackSecrets(prisma: Prisma, tenantId: string): Promise<CallbackSecretInfo[]> {
  const rows = await prisma.callbackSecret.findMany({
    where: signing(tenantId),
    orderBy: [{ createdAt: 'desc' }, { secretId: 'asc' }],
  });
  return rows.map(toSecretInfo);
}

export function toSecretInfo(row: {
  readonly secretId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}): CallbackSecretInfo {
  const { secretId, createdAt, expiresAt } = row;
  return { secretId, createdAt: instantOf(createdAt), expiresAt: instantOrNull(expiresAt) };
}

/**
 * Encrypts all secrets with the current key that are encrypted with another one; afterwards the others can go.
 *
 * @returns how many there were
 * @throws KeyRingError where one cannot be decrypted; what was done before stays done
 */
export async function reencryptSecrets(prisma: Prisma, ring: KeyRing): Promise<number> {
  const rows = await prisma.callbackSecret.findMany({ where: { keyId: { not: ring.currentKeyId } } });
  for (const row of rows) {
    const { secretId, keyId } = row;
    await prisma.callbackSecret.updateMany({
      where: { secretId, keyId },
      data: seal(ring, unseal(ring, row), row),
    });
  }
  return rows.length;
}
