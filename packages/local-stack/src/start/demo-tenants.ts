import { createHash } from 'node:crypto';
import { activeSecrets, parseKeyRing } from '@taskfold/access';
import { createPool } from '@taskfold/database';
import type { DemoTenant, Secrets } from '../state/secrets.ts';

const SCOPES = ['tasks:read', 'tasks:cancel', 'events:write', 'billing:write', 'admin'] as const;

/** One statement, because a tenant without its key is of no use. Changes nothing where all is there. */
const INSERT = `
  WITH tenant AS (
    INSERT INTO tenants (tenant_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING
  ), project AS (
    INSERT INTO projects (tenant_id, project_id, name) VALUES ($1, $3, $4) ON CONFLICT DO NOTHING
  )
  INSERT INTO api_keys (tenant_id, project_id, name, key_hash, key_start, scopes)
  VALUES ($1, $3, 'Local stack', $5, $6, $7) ON CONFLICT (key_hash) DO NOTHING`;

/**
 * Puts the demo tenants into the database with the keys that we keep, also when the database is new and the keys are not.
 *
 * @returns `callbackSecret`: what callbacks of the first tenant are signed with
 */
export async function ensureDemoTenants(
  databaseUrl: string,
  secrets: Secrets,
): Promise<{ earlierTasks: number; callbackSecret: string }> {
  const pool = createPool({ url: databaseUrl, max: 1, applicationName: 'taskfold-local-stack' });
  try {
    for (const tenant of [secrets.first, secrets.second]) await pool.query(INSERT, parameters(tenant));
    const { rows } = await pool.query<{ count: number }>('SELECT count(*) AS count FROM tasks');
    const ring = parseKeyRing(secrets.callback_keys);
    const [callbackSecret = ''] = await activeSecrets(pool, ring, secrets.first.tenant_id);
    await activeSecrets(pool, ring, secrets.second.tenant_id);
    return { earlierTasks: rows[0]?.count ?? 0, callbackSecret };
  } finally {
    await pool.end();
  }
}

function parameters({ tenant_id, project_id, api_key }: DemoTenant): unknown[] {
  const hash = createHash('sha256').update(api_key).digest();
  return [tenant_id, title(tenant_id), project_id, title(project_id), hash, api_key.slice(0, 12), SCOPES];
}

/** `demo_north` → `Demo north`. */
function title(id: string): string {
  const words = id.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
