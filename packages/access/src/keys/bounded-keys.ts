import type { Scope } from '@taskfold/contract';
import { inTransaction } from '@taskfold/database';
import type { Pool, PoolClient } from 'pg';
import { createApiKey, type MadeKey, type NewApiKey, rotateApiKey } from './manage-keys.ts';

/** The tenant has as many live keys as it may have: nothing was made. */
export interface TooManyKeys {
  readonly kind: 'too_many_keys';
}

export interface RotateOptions {
  readonly tenantId: string;
  readonly keyId: string;
  readonly graceSeconds: number;
  /** Of whoever rotates: a key with further ones is not theirs to replace, for the new one would be shown to them. */
  readonly heldScopes: ReadonlySet<Scope>;
}

type Done<Refusal extends string> =
  | { readonly kind: 'applied'; readonly made: MadeKey }
  | TooManyKeys
  | { readonly kind: Refusal };

// Those who make keys of one tenant do so one after the other, and each counts what the one before it has made.
const LOCK = 'SELECT FROM tenants WHERE tenant_id = $1 FOR NO KEY UPDATE';
const LIVE = 'revoked_at IS NULL AND coalesce(expires_at > now(), true)';
const COUNT = `SELECT count(*)::int AS live FROM api_keys WHERE tenant_id = $1 AND ${LIVE}`;
const SCOPES = `SELECT scopes FROM api_keys WHERE tenant_id = $1 AND key_id = $2::uuid AND ${LIVE}`;

/**
 * Makes a key of a project, where the tenant has fewer live keys than `most`. Those that were revoked or have expired do
 * not count.
 */
export async function createBoundedKey(
  pool: Pool,
  key: NewApiKey,
  most: number,
): Promise<MadeKey | TooManyKeys | { readonly kind: 'no_such_project' }> {
  const done = await inTransaction<Done<'no_such_project'>>(pool, async (client) => {
    if ((await countLive(client, key.tenantId)) >= most) return { kind: 'too_many_keys' };
    const made = await createApiKey(client, key);
    return made.kind === 'made' ? { kind: 'applied', made } : made;
  });
  return done.kind === 'applied' ? done.made : done;
}

/**
 * Makes another key of the same name and scopes, which does not expire; the old one works on for the grace, so that whoever
 * uses it can change over, and counts as live until then.
 */
export async function rotateBoundedKey(
  pool: Pool,
  { heldScopes, ...options }: RotateOptions,
  most: number,
): Promise<MadeKey | TooManyKeys | { readonly kind: 'not_live' | 'lacks_scope' }> {
  const { tenantId, keyId, graceSeconds } = options;
  const done = await inTransaction<Done<'not_live' | 'lacks_scope'>>(pool, async (client) => {
    const others = (await countLive(client, tenantId)) - 1;
    const { rows } = await client.query<{ scopes: readonly Scope[] }>(SCOPES, [tenantId, keyId]);
    const [old] = rows;
    if (old === undefined) return { kind: 'not_live' };
    if (!old.scopes.every((scope) => heldScopes.has(scope))) return { kind: 'lacks_scope' };
    if (others + (graceSeconds > 0 ? 1 : 0) >= most) return { kind: 'too_many_keys' };
    const made = await rotateApiKey(client, options);
    return made.kind === 'made' ? { kind: 'applied', made } : made;
  });
  return done.kind === 'applied' ? done.made : done;
}

async function countLive(client: PoolClient, tenantId: string): Promise<number> {
  await client.query(LOCK, [tenantId]);
  const { rows } = await client.query<{ live: number }>(COUNT, [tenantId]);
  return rows[0]?.live ?? 0;
}
