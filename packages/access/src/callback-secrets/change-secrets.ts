import type { Instant } from '@taskfold/contract';
import { inTransaction } from '@taskfold/database';
import type { Pool, PoolClient } from 'pg';
import { type CallbackSecretInfo, newSecret } from './callback-secrets.ts';
import type { KeyRing } from './key-ring.ts';

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

const GRACE = '24 hours';

// Those who rotate for one tenant do so one after the other, also where the tenant has no row of its own yet.
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('callback_secrets/' || $1, 0))`;
const COUNT = `
  SELECT count(*)::int AS signing FROM callback_secrets
  WHERE tenant_id = $1 AND (expires_at IS NULL OR expires_at > now())`;

// The count makes the old one expire first; then the new one is the only current one. Where a first callback makes one at
// the same time, the new one is in conflict with it.
const ROTATE = `
  WITH expired AS (
    UPDATE callback_secrets SET expires_at = now() + interval '${GRACE}'
    WHERE tenant_id = $2 AND expires_at IS NULL RETURNING 1
  )
  INSERT INTO callback_secrets (secret_id, tenant_id, key_id, ciphertext)
  SELECT $1::uuid, $2::text, $3::text, $4::bytea FROM (SELECT count(*) FROM expired) AS expiry
  ON CONFLICT (tenant_id) WHERE expires_at IS NULL DO NOTHING RETURNING created_at`;

/**
 * Replaces a tenant's secret, or makes the first one. For 24 hours callbacks are signed with both, so that receivers can
 * change over.
 */
export async function rotateCallbackSecret(
  pool: Pool,
  ring: KeyRing,
  tenantId: string,
): Promise<RotatedSecret> {
  const done = await inTransaction(pool, async (client) => {
    const rotated = await rotateSecretIn(client, ring, tenantId);
    return rotated.kind === 'created' ? ({ kind: 'applied', rotated } as const) : rotated;
  });
  return done.kind === 'applied' ? done.rotated : done;
}

/** The same within a transaction of the caller's. */
export async function rotateSecretIn(
  client: PoolClient,
  ring: KeyRing,
  tenantId: string,
): Promise<RotatedSecret> {
  await client.query(LOCK, [tenantId]);
  const counted = await client.query<{ signing: number }>(COUNT, [tenantId]);
  if ((counted.rows[0]?.signing ?? 0) >= MOST_SECRETS) return { kind: 'too_many_secrets' };
  const { secretId, secret, values } = newSecret(ring, tenantId);
  const { rows } = await client.query<{ created_at: Instant }>(ROTATE, values);
  const [row] = rows;
  return row === undefined
    ? { kind: 'busy' }
    : { kind: 'created', secretId, secret, createdAt: row.created_at };
}

export type RevokedSecret =
  | { readonly kind: 'revoked'; readonly info: CallbackSecretInfo }
  | { readonly kind: 'not_found' }
  /** It is the current one, and has to be replaced first: a tenant is never without a secret. */
  | { readonly kind: 'current' };

interface Row {
  readonly created_at: Instant;
  readonly expires_at: Instant | null;
}

const REVOKE = `
  UPDATE callback_secrets SET expires_at = least(expires_at, now())
  WHERE tenant_id = $1 AND secret_id = $2::uuid AND expires_at IS NOT NULL RETURNING created_at, expires_at`;
const FIND = 'SELECT FROM callback_secrets WHERE tenant_id = $1 AND secret_id = $2::uuid';

/**
 * Ends a secret that was replaced before its 24 hours are over: from now on it signs nothing. Who has read it already may
 * use it for some seconds more. Of one that ended before, the time stays.
 */
export async function revokeCallbackSecret(
  pool: Pick<Pool, 'query'>,
  { tenantId, secretId }: { readonly tenantId: string; readonly secretId: string },
): Promise<RevokedSecret> {
  const { rows } = await pool.query<Row>(REVOKE, [tenantId, secretId]);
  const [row] = rows;
  if (row !== undefined) {
    return { kind: 'revoked', info: { secretId, createdAt: row.created_at, expiresAt: row.expires_at } };
  }
  const { rowCount } = await pool.query(FIND, [tenantId, secretId]);
  return { kind: rowCount === 0 ? 'not_found' : 'current' };
}
