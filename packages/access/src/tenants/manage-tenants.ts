import type { Instant } from '@taskfold/contract';
import {
  instantOf,
  instantOrNull,
  type Prisma,
  type PrismaQueries,
  type PrismaTransaction,
} from '@taskfold/database';

export interface TenantInfo {
  readonly tenantId: string;
  readonly name: string;
  readonly createdAt: Instant;
  /** Since when its keys are refused; null where they are not. */
  readonly disabledAt: Instant | null;
}

export interface NewTenant {
  readonly tenantId: string;
  /** For people. */
  readonly name: string;
  /** Its first project. */
  readonly projectId: string;
}

/** Adds a tenant and its first project; null where the tenant is there already, which then stays as it is. */
export async function createTenant(
  transaction: PrismaTransaction,
  { tenantId, name, projectId }: NewTenant,
): Promise<TenantInfo | null> {
  const [tenant] = await transaction.tenant.createManyAndReturn({
    data: { tenantId, name },
    skipDuplicates: true,
  });
  if (tenant === undefined) return null;
  await transaction.project.create({ data: { tenantId, projectId, name: projectId } });
  return infoOf(tenant);
}

/** Adds a tenant and a project of it where they are missing; what is there stays as it is. */
export async function ensureProject(
  prisma: PrismaQueries,
  { tenantId, name, projectId, projectName }: NewTenant & { readonly projectName: string },
): Promise<void> {
  await prisma.tenant.createMany({ data: { tenantId, name }, skipDuplicates: true });
  const project = { tenantId, projectId, name: projectName };
  await prisma.project.createMany({ data: project, skipDuplicates: true });
}

/** Tenants in the order of their ids, those after one of them. */
export async function listTenants(
  prisma: Prisma,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly TenantInfo[]> {
  const rows = await prisma.tenant.findMany({
    where: { tenantId: { gt: after } },
    orderBy: { tenantId: 'asc' },
    take: limit,
  });
  return rows.map(infoOf);
}

/** Has the keys of a tenant refused, or no longer; null where there is no such tenant. Its events fold all the same. */
export async function setTenantDisabled(
  prisma: PrismaQueries,
  { tenantId, disabled }: { readonly tenantId: string; readonly disabled: boolean },
): Promise<TenantInfo | null> {
  // Of one that is disabled, the time stays.
  await prisma.tenant.updateMany({
    where: { tenantId, disabledAt: disabled ? null : { not: null } },
    data: { disabledAt: disabled ? new Date() : null },
  });
  const tenant = await prisma.tenant.findUnique({ where: { tenantId } });
  return tenant === null ? null : infoOf(tenant);
}

function infoOf(row: {
  readonly tenantId: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}): TenantInfo {
  return { ...row, createdAt: instantOf(row.createdAt), disabledAt: instantOrNull(row.disabledAt) };
}
