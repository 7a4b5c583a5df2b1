import type { Instant, Scope } from '@taskfold/contract';
import type { Pool } from 'pg';
import { apiKeyHash, generateApiKey } from './api-key.ts';

/** What is told of an API key: never the key. */
export interface ApiKeyInfo {
  readonly keyId: string;
  readonly name: string;
  readonly projectId: string;
  /** The first 12 characters. */
  readonly keyStart: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
  readonly lastUsedAt: Instant | null;
}

/** A key that was made. The key itself is stored nowhere: who does not note it now has lost it. */
export interface MadeKey {
  readonly kind: 'made';
  readonly key: string;
  readonly info: ApiKeyInfo;
}

interface Row {
  readonly key_id: string;
  readonly name: string;
  readonly project_id: string;
  readonly key_start: string;
  readonly scopes: readonly Scope[];
  readonly created_at: Instant;
  readonly expires_at: Instant | null;
  readonly revoked_at: Instant | null;
  readonly last_used_at: Instant | null;
}

const COLUMNS =
  'key_id, name, project_id, key_start, scopes, created_at, expires_at, revoked_at, last_used_at';

const CREATE = `
  INSERT INTO api_keys (tenant_id, project_id, name, key_hash, key_start, scopes, expires_at)
  SELECT tenant_id, project_id, $3, decode($4, 'hex'), $5, $6, $7::timestamptz
  FROM projects WHERE tenant_id = $1 AND project_id = $2
  RETURNING ${COLUMNS}`;

export interface NewApiKey {
  readonly tenantId: string;
  readonly projectId: string;
  /** For people. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Instant | null;
}

/** Makes a key of a project. */
export async function createApiKey(
  pool: Pick<Pool, 'query'>,
  { tenantId, projectId, name, scopes, expiresAt }: NewApiKey,
): Promise<MadeKey | { readonly kind: 'no_such_project' }> {
  const key = generateApiKey();
  const values = [tenantId, projectId, name, apiKeyHash(key), key.slice(0, 12), scopes, expiresAt];
  const { rows } = await pool.query<Row>(CREATE, values);
  const [row] = rows;
  return row === undefined ? { kind: 'no_such_project' } : { kind: 'made', key, info: infoOf(row) };
}

export interface ListApiKeysOptions {
  readonly tenantId: string;
  /** The last key of the page before. */
  readonly after?: { readonly createdAt: Instant; readonly keyId: string } | undefined;
  readonly limit: number;
}

/** The keys of a tenant, the newest first; those that were revoked, too. */
export async function listApiKeys(
  pool: Pick<Pool, 'query'>,
  { tenantId, after, limit }: ListApiKeysOptions,
): Promise<{ readonly keys: readonly ApiKeyInfo[]; readonly hasMore: boolean }> {
  const { rows } = await pool.query<Row>(
    `SELECT ${COLUMNS} FROM api_keys
     WHERE tenant_id = $1 AND ($2::timestamptz IS NULL OR (created_at, key_id) < ($2, $3::uuid))
     ORDER BY created_at DESC, key_id DESC LIMIT $4`,
    [tenantId, after?.createdAt ?? null, after?.keyId ?? null, limit + 1],
  );
  return { keys: rows.slice(0, limit).map(infoOf), hasMore: rows.length > limit };
}

const ROTATE = `
  WITH old AS (
    UPDATE api_keys SET expires_at = least(expires_at, now() + $3 * interval '1 second')
    WHERE tenant_id = $1 AND key_id = $2::uuid AND revoked_at IS NULL AND coalesce(expires_at > now(), true)
    RETURNING tenant_id, project_id, name, scopes
  )
  INSERT INTO api_keys (tenant_id, project_id, name, key_hash, key_start, scopes)
  SELECT tenant_id, project_id, name, decode($4, 'hex'), $5, scopes FROM old
  RETURNING ${COLUMNS}`;

/**
 * Makes another key of the same name and scopes, which does not expire; the old one works on for the grace, so that whoever
 * uses it can change over.
 */
export async function rotateApiKey(
  pool: Pick<Pool, 'query'>,
  options: { readonly tenantId: string; readonly keyId: string; readonly graceSeconds: number },
): Promise<MadeKey | { readonly kind: 'not_live' }> {
  const key = generateApiKey();
  const { tenantId, keyId, graceSeconds } = options;
  const values = [tenantId, keyId, graceSeconds, apiKeyHash(key), key.slice(0, 12)];
  const { rows } = await pool.query<Row>(ROTATE, values);
  const [row] = rows;
  return row === undefined ? { kind: 'not_live' } : { kind: 'made', key, info: infoOf(row) };
}

/** Ends a key for good; of one that was revoked before, the time stays. Null where the tenant has no such key. */
export async function revokeApiKey(
  pool: Pick<Pool, 'query'>,
  { tenantId, keyId }: { readonly tenantId: string; readonly keyId: string },
): Promise<ApiKeyInfo | null> {
  const { rows } = await pool.query<Row>(
    `UPDATE api_keys SET revoked_at = coalesce(revoked_at, now())
     WHERE tenant_id = $1 AND key_id = $2::uuid RETURNING ${COLUMNS}`,
    [tenantId, keyId],
  );
  const [row] = rows;
  return row === undefined ? null : infoOf(row);
}

function infoOf(row: Row): ApiKeyInfo {
  return {
    keyId: row.key_id,
    name: row.name,
    projectId: row.project_id,
    keyStart: row.key_start,
    scopes: row.scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  };
}
