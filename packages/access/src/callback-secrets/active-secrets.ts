import type { Queryable } from '@taskfold/database';
import type { KeyRing } from './key-ring.ts';
import { newSecret, type SealedSecret, unseal } from './sealed-secret.ts';

// SQL: the processor asks for them, and has no Prisma client, which takes 60 MB and 0.3 s of a core before its first answer.
const CREATE = `
  INSERT INTO callback_secrets (secret_id, tenant_id, key_id, ciphertext) VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant_id) WHERE expires_at IS NULL DO NOTHING`;
const ACTIVE = `
  SELECT secret_id AS "secretId", tenant_id AS "tenantId", key_id AS "keyId", ciphertext FROM callback_secrets
  WHERE tenant_id = $1 AND (expires_at IS NULL OR expires_at > now())
  ORDER BY expires_at IS NULL DESC, created_at DESC`;

/**
 * What callbacks of a tenant are signed with now, the current secret first. A tenant without one gets it here.
 *
 * @throws KeyRingError where one cannot be decrypted
 */
export async function activeSecrets(pool: Queryable, ring: KeyRing, tenantId: string): Promise<string[]> {
  const read = async () => {
    const query = { name: 'active_secrets', text: ACTIVE, values: [tenantId] };
    return (await pool.query<SealedSecret>(query)).rows;
  };
  let rows = await read();
  if (rows.length === 0) {
    const { secretId, keyId, ciphertext } = newSecret(ring, tenantId).row;
    await pool.query(CREATE, [secretId, tenantId, keyId, ciphertext]);
    rows = await read();
  }
  return rows.map((row) => unseal(ring, row));
}
