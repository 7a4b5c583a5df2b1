import { activeSecrets, apiKeyHash, ensureProject, makeKey, parseKeyRing } from '@taskfold/access';
import { SCOPES } from '@taskfold/contract';
import { createPool, createPrisma, type Prisma } from '@taskfold/database';
import type { DemoTenant, Secrets } from '../state/secrets.ts';

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
    const prisma = createPrisma(pool);
    for (const tenant of [secrets.first, secrets.second]) await ensureTenant(prisma, tenant);
    const { rows } = await pool.query<{ count: number }>('SELECT count(*) AS count FROM tasks');
    const ring = parseKeyRing(secrets.callback_keys);
    const [callbackSecret = ''] = await activeSecrets(pool, ring, secrets.first.tenant_id);
    await activeSecrets(pool, ring, secrets.second.tenant_id);
    return { earlierTasks: rows[0]?.count ?? 0, callbackSecret };
  } finally {
    await pool.end();
  }
}

async function ensureTenant(prisma: Prisma, { tenant_id, project_id, api_key }: DemoTenant): Promise<void> {
  const [tenantId, projectId] = [tenant_id, project_id];
  await prisma.$transaction(async (transaction) => {
    const names = { name: title(tenantId), projectName: title(projectId) };
    await ensureProject(transaction, { tenantId, projectId, ...names });
    const keyHash = Buffer.from(apiKeyHash(api_key) ?? '', 'hex');
    if ((await transaction.apiKey.count({ where: { keyHash } })) > 0) return;
    await makeKey(
      transaction,
      { tenantId, projectId, name: 'Local stack', scopes: SCOPES },
      { key: api_key },
    );
  });
}

/** `demo_north` → `Demo north`. */
function title(id: string): string {
  const words = id.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
