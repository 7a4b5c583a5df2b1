import type { Instant } from '@taskfold/contract';
import type { PrismaQueries, Queryable } from '@taskfold/database';
import { type ApiKeyInfo, INFO, toKeyInfo } from './key-info.ts';

export interface ListApiKeysOptions {
  readonly tenantId: string;
  /** The last key of the page before. */
  readonly after?: { readonly createdAt: Instant; readonly keyId: string } | undefined;
  readonly limit: number;
}

const COLUMNS = `key_id AS "keyId", name, project_id AS "projectId", key_start AS "keyStart", scopes, created_at AS "createdAt",
  expires_at AS "expiresAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"`;

/** The keys of a tenant, the newest first; those that were revoked, too. */
export async function listApiKeys(
  pool: Queryable,
  { tenantId, after, limit }: ListApiKeysOptions,
): Promise<{ readonly keys: readonly ApiKeyInfo[]; readonly hasMore: boolean }> {
  // SQL: Prisma reads all that lies behind a cursor, and cuts digits off its times that tell neighbours apart.
  const { rows } = await pool.query<ApiKeyInfo>(
    `SELECT ${COLUMNS} FROM api_keys
     WHERE tenant_id = $1 AND ($2::timestamptz IS NULL OR (created_at, key_id) < ($2, $3::uuid))
     ORDER BY created_at DESC, key_id DESC LIMIT $4`,
    [tenantId, after?.createdAt ?? null, after?.keyId ?? null, limit + 1],
  );
  return { keys: rows.slice(0, limit), hasMore: rows.length > limit };
}

/** Ends a key for good; of one that was revoked before, the time stays. Null where the tenant has no such key. */
export async function revokeApiKey(
  prisma: PrismaQueries,
  of: { readonly tenantId: string; readonly keyId: string },
): Promise<ApiKeyInfo | null> {
  const where = { tenantId: of.tenantId, keyId: of.keyId };
  await prisma.apiKey.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: new Date() } });
  const row = await prisma.apiKey.findUnique({ where, select: INFO });
  return row === null ? null : toKeyInfo(row);
}
