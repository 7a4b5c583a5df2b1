import type { Instant } from '@taskfold/contract';
import type { Pool } from 'pg';

export interface TenantInfo {
  readonly tenantId: string;
  readonly name: string;
  readonly createdAt: Instant;
  /** Since when its keys are refused; null where they are not. */
  readonly disabledAt: Instant | null;
}

interface Row {
  readonly tenant_id: string;
  readonly name: string;
  readonly created_at: Instant;
  readonly disabled_at: Instant | null;
}

const COLUMNS = 'tenant_id, name, created_at, disabled_at';

const CREATE = `
  WITH tenant AS (
    INSERT INTO tenants (tenant_id, name) VALUES ($1, $2) ON CONFLICT (tenant_id) DO NOTHING RETURNING ${COLUMNS}
  ), project AS (
    INSERT INTO projects (tenant_id, project_id, name) SELECT tenant_id, $3, $3 FROM tenant
  )
  SELECT * FROM tenant`;

export interface NewTenant {
  readonly tenantId: string;
  /** For people. */
  readonly name: string;
  /** Its first project. */
  readonly projectId: string;
}

/** Adds a tenant and its first project; null where the tenant is there already, which then stays as it is. */
export async function createTenant(
  pool: Pick<Pool, 'query'>,
  { tenantId, name, projectId }: NewTenant,
): Promise<TenantInfo | null> {
  const { rows } = await pool.query<Row>(CREATE, [tenantId, name, projectId]);
  return infoOf(rows[0]);
}

/** Tenants in the order of their ids, those after one of them. */
export async function listTenants(
  pool: Pick<Pool, 'query'>,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly TenantInfo[]> {
  const { rows } = await pool.query<Row>(
    `SELECT ${COLUMNS} FROM tenants WHERE tenant_id > $1 ORDER BY tenant_id LIMIT $2`,
    [after, limit],
  );
  return rows.map(infoOf).filter((info) => info !== null);
}

/** Has the keys of a tenant refused, or no longer; null where there is no such tenant. Its events fold all the same. */
export async function setTenantDisabled(
  pool: Pick<Pool, 'query'>,
  { tenantId, disabled }: { readonly tenantId: string; readonly disabled: boolean },
): Promise<TenantInfo | null> {
  const { rows } = await pool.query<Row>(
    `UPDATE tenants SET disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, now()) END
     WHERE tenant_id = $1 RETURNING ${COLUMNS}`,
    [tenantId, disabled],
  );
  return infoOf(rows[0]);
}

function infoOf(row: Row | undefined): TenantInfo | null {
  if (row === undefined) return null;
  return {
    tenantId: row.tenant_id,
    name: row.name,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  };
}
