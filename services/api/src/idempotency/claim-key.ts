import type { Prisma, Queryable } from '@taskfold/database';

export interface KeyClaim {
  readonly tenantId: string;
  /** As the client chose it. */
  readonly key: string;
  /** SHA-256 of the request, in hexadecimal. */
  readonly requestHash: string;
  /** UUID of this very request. */
  readonly owner: string;
  /** How long the request may run at most: a key whose request died is free again afterwards. */
  readonly busyForMs: number;
}

export type ClaimedKey =
  /** It is new, or came before with the same request, which has ended. */
  | { readonly kind: 'claimed' }
  /** It came before with another request. */
  | { readonly kind: 'conflict' }
  /** The same request is still running. */
  | { readonly kind: 'in_progress' };

// SQL: by the database's clock, and one statement, for that one of many gets the key.
const CLAIM = `
  INSERT INTO idempotency_keys AS k (tenant_id, idempotency_key, request_hash, owner, busy_until)
  VALUES ($1, $2, decode($3, 'hex'), $4, clock_timestamp() + $5 * interval '1 millisecond')
  ON CONFLICT (tenant_id, idempotency_key) DO UPDATE SET
    request_hash = excluded.request_hash, owner = excluded.owner, busy_until = excluded.busy_until,
    created_at = CASE WHEN k.created_at < now() - interval '24 hours' THEN now() ELSE k.created_at END
  WHERE k.created_at < now() - interval '24 hours'
    OR (k.request_hash = excluded.request_hash AND coalesce(k.busy_until < clock_timestamp(), true))`;

const SAME = `SELECT request_hash = decode($3, 'hex') AS same FROM idempotency_keys
  WHERE tenant_id = $1 AND idempotency_key = $2`;

/** Takes a key for a request; for a day it is good for the same request alone. */
export async function claimIdempotencyKey(pool: Queryable, claim: KeyClaim): Promise<ClaimedKey> {
  const { tenantId, key, requestHash, owner, busyForMs } = claim;
  const values = [tenantId, key, requestHash];
  const { rowCount } = await pool.query({
    name: 'claim_idempotency_key',
    text: CLAIM,
    values: [...values, owner, busyForMs],
  });
  if (rowCount === 1) return { kind: 'claimed' };
  const { rows } = await pool.query<{ readonly same: boolean }>(SAME, values);
  return { kind: rows[0]?.same === false ? 'conflict' : 'in_progress' };
}

/** Ends the request that has claimed the key; another one's claim stays. */
export async function releaseIdempotencyKey(
  prisma: Prisma,
  { tenantId, key, owner }: Pick<KeyClaim, 'tenantId' | 'key' | 'owner'>,
): Promise<void> {
  await prisma.idempotencyKey.updateMany({
    where: { tenantId, idempotencyKey: key, owner },
    data: { busyUntil: null },
  });
}

// SQL: Prisma cannot say that locked rows are left to whoever has them.
const PRUNE = `DELETE FROM idempotency_keys WHERE (tenant_id, idempotency_key) IN (
  SELECT tenant_id, idempotency_key FROM idempotency_keys WHERE created_at < now() - interval '24 hours'
  ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED)`;

/** @returns how many keys of more than a day ago were removed, at most `limit` */
export async function pruneIdempotencyKeys(pool: Queryable, limit: number): Promise<number> {
  const { rowCount } = await pool.query(PRUNE, [limit]);
  return rowCount ?? 0;
}
