import type { Scope } from '@taskfold/contract';
import type { Prisma } from '@taskfold/database';
import { apiKeyHash, generateApiKey } from './api-key.ts';

export interface NewKey {
  readonly tenantId: string;
  readonly projectId: string;
  /** For people; among the live keys of a project there is one of each name. */
  readonly name: string;
  readonly scopes: readonly Scope[];
}

export type CreatedKey =
  /** The key itself is stored nowhere: who does not note it now has lost it. */
  | { readonly kind: 'created'; readonly key: string }
  | { readonly kind: 'exists'; readonly keyStart: string; readonly createdAt: Date };

/** Makes a key, and its tenant and project where they are missing. Where a live key of that name exists, nothing is changed. */
export async function createKey(
  prisma: Prisma,
  { tenantId, projectId, name, scopes }: NewKey,
): Promise<CreatedKey> {
  return await prisma.$transaction(async (transaction) => {
    await transaction.tenant.createMany({ data: { tenantId, name: tenantId }, skipDuplicates: true });
    await transaction.project.createMany({
      data: { tenantId, projectId, name: projectId },
      skipDuplicates: true,
    });
    // Two at once would both find no key.
    await transaction.$queryRaw`
      SELECT 1 AS locked FROM projects WHERE tenant_id = ${tenantId} AND project_id = ${projectId} FOR UPDATE`;
    const live = await transaction.apiKey.findFirst({
      where: {
        tenantId,
        projectId,
        name,
        revokedAt: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
      },
    });
    if (live !== null) return { kind: 'exists', keyStart: live.keyStart, createdAt: live.createdAt };
    const key = generateApiKey();
    const keyHash = Buffer.from(apiKeyHash(key) ?? '', 'hex');
    await transaction.apiKey.create({
      data: { tenantId, projectId, name, keyHash, keyStart: key.slice(0, 12), scopes: [...scopes] },
    });
    return { kind: 'created', key };
  });
}
