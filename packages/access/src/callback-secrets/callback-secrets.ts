import { randomUUID } from 'node:crypto';
import type { Instant } from '@taskfold/contract';
import { createSecret } from '@taskfold/webhooks';
import type { Pool } from 'pg';
import type { KeyRing } from './key-ring.ts';

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

const CREATE = `
  INSERT INTO callback_secrets (secret_id, tenant_id, key_id, ciphertext) VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant_id) WHERE expires_at IS NULL DO NOTHING`;

/** Gives a tenant its first secret; changes nothing where it has one. Safe to be called by many at once. */
export async function ensureCallbackSecret(
  pool: Pick<Pool, 'query'>,
  ring: KeyRing,
  tenantId: string,
): Promise<EnsuredSecret> {
  const { secretId, secret, values } = newSecret(ring, tenantId);
  const { rowCount } = await pool.query(CREATE, values);
  return rowCount === 1 ? { kind: 'created', secretId, secret } : { kind: 'exists' };
}

/** A tenant's secrets that still sign, newest first. Not the secrets themselves. */
export async function listCallbackSecrets(
  pool: Pick<Pool, 'query'>,
  tenantId: string,
): Promise<CallbackSecretInfo[]> {
  const { rows } = await pool.query<{ secret_id: string; created_at: Instant; expires_at: Instant | null }>(
    `SELECT secret_id, created_at, expires_at FROM callback_secrets
     WHERE tenant_id = $1 AND (expires_at IS NULL OR expires_at > now()) ORDER BY created_at DESC, secret_id`,
    [tenantId],
  );
  return rows.map((row) => ({
    secretId: row.secret_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }));
}

interface SealedRow {
  readonly secret_id: string;
  readonly tenant_id: string;
  readonly key_id: string;
  readonly ciphertext: Buffer;
}

const ACTIVE = `
  SELECT secret_id, tenant_id, key_id, ciphertext FROM callback_secrets
  WHERE tenant_id = $1 AND (expires_at IS NULL OR expires_at > now())
  ORDER BY expires_at IS NULL DESC, created_at DESC`;

/**
 * What callbacks of a tenant are signed with now, the current secret first. A tenant without one gets it here.
 *
 * @throws KeyRingError where one cannot be decrypted
 */
export async function activeSecrets(
  pool: Pick<Pool, 'query'>,
  ring: KeyRing,
  tenantId: string,
): Promise<string[]> {
  const read = async () =>
    (await pool.query<SealedRow>({ name: 'active_secrets', text: ACTIVE, values: [tenantId] })).rows;
  let rows = await read();
  if (rows.length === 0) {
    await ensureCallbackSecret(pool, ring, tenantId);
    rows = await read();
  }
  return rows.map((row) => open(ring, row));
}

const OTHERS = `SELECT secret_id, tenant_id, key_id, ciphertext FROM callback_secrets WHERE key_id <> $1`;
const REPLACE = `UPDATE callback_secrets SET key_id = $1, ciphertext = $2 WHERE secret_id = $3 AND key_id = $4`;

/**
 * Encrypts all secrets with the current key that are encrypted with another one; afterwards the others can go.
 *
 * @returns how many there were
 * @throws KeyRingError where one cannot be decrypted; what was done before stays done
 */
export async function reencryptSecrets(pool: Pick<Pool, 'query'>, ring: KeyRing): Promise<number> {
  const { rows } = await pool.query<SealedRow>(OTHERS, [ring.currentKeyId]);
  for (const row of rows) {
    const { keyId, ciphertext } = ring.encrypt(open(ring, row), boundTo(row.tenant_id, row.secret_id));
    await pool.query(REPLACE, [keyId, ciphertext, row.secret_id, row.key_id]);
  }
  return rows.length;
}

/** A secret that is stored nowhere yet; `values` are its columns: id, tenant, key, ciphertext. */
export function newSecret(ring: KeyRing, tenantId: string) {
  const secretId = randomUUID();
  const secret = createSecret();
  const { keyId, ciphertext } = ring.encrypt(secret, boundTo(tenantId, secretId));
  return { secretId, secret, values: [secretId, tenantId, keyId, ciphertext] };
}

function open(ring: KeyRing, row: SealedRow): string {
  return ring.decrypt(row.key_id, row.ciphertext, boundTo(row.tenant_id, row.secret_id));
}

/** A ciphertext that is copied into another row does not decrypt there. */
function boundTo(tenantId: string, secretId: string): string {
  return `${tenantId}/${secretId}`;
}
