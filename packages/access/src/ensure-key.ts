import type { Instant } from '@taskfold/contract';
import { noteAct, type Operator, type Prisma } from '@taskfold/database';
import { toKeyInfo } from './keys/key-info.ts';
import { live, lockTenant } from './keys/live-keys.ts';
import { type MadeKey, makeKey, type NewApiKey } from './keys/make-key.ts';
import { ensureProject } from './tenants/manage-tenants.ts';

export interface ExistingKey {
  readonly kind: 'exists';
  readonly keyStart: string;
  readonly createdAt: Instant;
}

/**
 * Makes a key, and its tenant and project where they are missing. Where a live key of that name exists, nothing is changed.
 *
 * @param operator who is noted to have made it; nobody where a program does for itself
 */
export async function ensureKey(
  prisma: Prisma,
  key: NewApiKey,
  operator: Operator | null = null,
): Promise<MadeKey | ExistingKey> {
  const { tenantId, projectId, name } = key;
  return await prisma.$transaction(async (transaction) => {
    await ensureProject(transaction, { tenantId, name: tenantId, projectId, projectName: projectId });
    // Two at once would both find no key.
    await lockTenant(transaction, tenantId);
    const found = await transaction.apiKey.findFirst({ where: { tenantId, projectId, name, ...live() } });
    if (found !== null) {
      const { keyStart, createdAt } = toKeyInfo(found);
      return { kind: 'exists', keyStart, createdAt };
    }
    const made = await makeKey(transaction, key);
    if (made.kind !== 'made') throw new Error(`the key was not made: ${made.kind}`);
    if (operator !== null) {
      await noteAct(transaction, {
        ...operator,
        action: 'tenant.key_created',
        subject: `tenant/${tenantId}`,
      });
    }
    return made;
  });
}
