import { noteAct, type Operator, type Prisma } from '@taskfold/database';

/** How many of each were removed. */
export interface RemovedAccess {
  readonly keys: number;
  readonly projects: number;
  readonly callbackSecrets: number;
}

/**
 * Removes keys, projects, callback secrets, idempotency keys and the name of a tenant, all or nothing, and notes who did. Its id
 * stays, disabled, so that it is never given to somebody else.
 */
export async function removeAccess(
  prisma: Prisma,
  tenantId: string,
  operator: Operator,
): Promise<RemovedAccess> {
  return await prisma.$transaction(async (transaction) => {
    const where = { tenantId };
    const { count: keys } = await transaction.apiKey.deleteMany({ where });
    const { count: projects } = await transaction.project.deleteMany({ where });
    const { count: callbackSecrets } = await transaction.callbackSecret.deleteMany({ where });
    await transaction.idempotencyKey.deleteMany({ where });
    await transaction.tenant.updateMany({ where, data: { name: tenantId } });
    await noteAct(transaction, { ...operator, action: 'tenant.deleted', subject: `tenant/${tenantId}` });
    return { keys, projects, callbackSecrets };
  });
}
