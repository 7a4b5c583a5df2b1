import type { Pool } from 'pg';

/** What a key may do. */
type Scope = 'tasks:read' | 'tasks:cancel' | 'events:write' | 'billing:write' | 'admin';

/** An API key that exists and was not revoked. */
export interface KeyRecord {
  readonly keyId: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Milliseconds since 1970; null for a key that does not expire. */
  readonly expiresAtMs: number | null;
  readonly tenantDisabled: boolean;
}

export interface KeyStore {
  /**
   * @param hash as `apiKeyHash` gives it
   * @returns null for a key that never was or was revoked
   */
  find(hash: string): Promise<KeyRecord | null>;
}

interface Row {
  readonly key_id: string;
  readonly tenant_id: string;
  readonly project_id: string;
  readonly scopes: readonly Scope[];
  readonly expires_at_ms: number | null;
  readonly tenant_disabled: boolean;
}

const FIND = `
  SELECT key_id, tenant_id, project_id, scopes,
    floor(extract(epoch FROM expires_at) * 1000)::int8 AS expires_at_ms,
    tenants.disabled_at IS NOT NULL AS tenant_disabled
  FROM api_keys JOIN tenants USING (tenant_id)
  WHERE key_hash = decode($1, 'hex') AND revoked_at IS NULL`;

export function createKeyStore(pool: Pick<Pool, 'query'>): KeyStore {
  return {
    async find(hash) {
      const { rows } = await pool.query<Row>({ name: 'find_api_key', text: FIND, values: [hash] });
      const [row] = rows;
      if (row === undefined) return null;
      return {
        keyId: row.key_id,
        tenantId: row.tenant_id,
        projectId: row.project_id,
        scopes: new Set(row.scopes),
        expiresAtMs: row.expires_at_ms,
        tenantDisabled: row.tenant_disabled,
      };
    },
  };
}
