import type { Instant } from '@taskfold/contract';
import { instantOf, type Prisma } from '@taskfold/database';

/** Something that an operator did. */
export interface AuditEntry {
  readonly auditId: number;
  readonly occurredAt: Instant;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: unknown;
}

export interface AuditFilters {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
}

export interface AuditPage {
  readonly limit: number;
  /** The entry that the page before ended with; null for the first page. */
  readonly before: number | null;
}

/** What was done last first. */
export async function listAuditEntries(
  prisma: Prisma,
  { actor, action, subject }: AuditFilters,
  { limit, before }: AuditPage,
): Promise<AuditEntry[]> {
  const rows = await prisma.auditEntry.findMany({
    where: {
      ...(actor !== undefined && { actor }),
      ...(action !== undefined && { action }),
      ...(subject !== undefined && { subject }),
      ...(before !== null && { auditId: { lt: before } }),
    },
    orderBy: { auditId: 'desc' },
    take: limit,
  });
  return rows.map(({ auditId, occurredAt, ...row }) => ({
    ...row,
    auditId: Number(auditId),
    occurredAt: instantOf(occurredAt),
  }));
}
