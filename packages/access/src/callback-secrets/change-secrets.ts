import type { Instant } from '@taskfold/contract';
import { instantOf, type PrismaQueries, type PrismaTransaction } from '@taskfold/database';
import { type CallbackSecretInfo, signing, toSecretInfo } from './callback-secrets.ts';
import type { KeyRing } from './key-ring.ts';
import { newSecret } from './sealed-secret.ts';

/** Secrets of one tenant that sign at a time: every callback carries a signature by each of them. */
export const MOST_SECRETS = 5;

interface CreatedSecret {
  readonly kind: 'created';
  readonly secretId: string;
  /** Shown now and never again. */
  readonly secret: string;
  readonly createdAt: Instant;
}

export type RotatedSecret =
  | CreatedSecret
  /** Another rotation was quicker. */
  | { readonly kind: 'busy' }
  /** {@link MOST_SECRETS} sign already: nothing was changed. */
  | { readonly kind: 'too_many_secrets' };

const GRACE_MS = 24 * 3_600_000;

/**
 * Replaces a tenant's secret, or makes the first one. For 24 hours callbacks are signed with both, so that receivers can
 * change over.
 */
export async function rotateCallbackSecret(
  transaction: PrismaTransaction,
  ring: KeyRing,
  tenantId: string,
): Promise<RotatedSecret> {
  // SQL: Prisma cannot say a lock. Those who rotate for one tenant do so one after the other, also where it has no row of its own.
  await transaction.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended('callback_secrets/' || ${tenantId}, 0))`;
  const secrets = transaction.callbackSecret;
  if ((await secrets.count({ where: signing(tenantId) })) >= MOST_SECRETS) {
    return { kind: 'too_many_secrets' };
  }
  // The old one first: one alone is current. A first callback that makes one at the same time is in conflict with the new one.
  const expiresAt = new Date(Date.now() + GRACE_MS);
  await secrets.updateMany({ where: { tenantId, expiresAt: null }, data: { expiresAt } });
  const { secret, row } = newSecret(ring, tenantId);
  const [created] = await secrets.createManyAndReturn({ data: row, skipDuplicates: true });
  return created === undefined
    ? { kind: 'busy' }
    : { kind: 'created', secretId: row.secretId, secret, createdAt: instantOf(created.createdAt) };
}

export type RevokedSecret =
  | { readonly kind: 'revoked'; readonly info: CallbackSecretInfo }
  | { readonly kind: 'not_found' }
  /** It is the current one, and has to be replaced first: a tenant is never without a secret. */
  | { readonly kind: 'current' };

/**
 * Ends a secret that was replaced before its 24 hours are over: from now on it signs nothing. Who has read it already may
 * use it for some seconds more. Of one that ended before, the time stays.
 */
export async function revokeCallbackSecret(
  prisma: PrismaQueries,
  { tenantId, secretId }: { readonly tenantId: string; readonly secretId: string },
): Promise<RevokedSecret> {
  const now = new Date();
  await prisma.callbackSecret.updateMany({
    where: { tenantId, secretId, expiresAt: { gt: now } },
    data: { expiresAt: now },
  });
  const row = await prisma.callbackSecret.findUnique({ where: { secretId, tenantId } });
  if (row === null) return { kind: 'not_found' };
  return row.expiresAt === null ? { kind: 'current' } : { kind: 'revoked', info: toSecretInfo(row) };
}
