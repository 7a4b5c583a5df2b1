import type { Instant } from '@taskfold/contract';
import { instantOf, type Prisma } from '@taskfold/database';
import {
  type DeadLetterPosition,
  type DeadLetterRecord,
  type DeadLetterSummary,
  headersOf,
  rowKey,
  summaryOf,
} from './dead-letter.ts';
import { subjectOf } from './settle-dead-letter.ts';

/** What an operator did, when. */
interface AuditEntry {
  readonly occurredAt: Instant;
  readonly actor: string;
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface DeadLetter extends DeadLetterSummary {
  readonly record: DeadLetterRecord;
  /** What was done to it, oldest first. */
  readonly audit: readonly AuditEntry[];
}

/** One dead letter with its bytes and what was done to it; null where there is none. */
export async function readDeadLetter(
  prisma: Prisma,
  position: DeadLetterPosition,
): Promise<DeadLetter | null> {
  const [row, acts] = await Promise.all([
    prisma.deadLetter.findUnique({ where: { topic_kafkaPartition_logOffset: rowKey(position) } }),
    prisma.auditEntry.findMany({ where: { subject: subjectOf(position) }, orderBy: { auditId: 'asc' } }),
  ]);
  if (row === null) return null;
  const bytes = (stored: Uint8Array | null) => (stored === null ? null : Buffer.from(stored));
  const json = (stored: unknown) => (stored === null ? null : JSON.stringify(stored));
  return {
    ...summaryOf(row),
    record: { key: bytes(row.key), value: bytes(row.value), headers: headersOf(json(row.headers)) },
    audit: acts.map(({ occurredAt, actor, action, details }) => ({
      occurredAt: instantOf(occurredAt),
      actor,
      action,
      details: details as Record<string, unknown>,
    })),
  };
}
