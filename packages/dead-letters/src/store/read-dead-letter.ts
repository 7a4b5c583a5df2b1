import type { Instant } from '@taskfold/contract';
import type { Pool } from 'pg';
import {
  type DeadLetterPosition,
  type DeadLetterRecord,
  type DeadLetterRecordRow,
  type DeadLetterRow,
  type DeadLetterSummary,
  RECORD_COLUMNS,
  recordOf,
  SUMMARY_COLUMNS,
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

const READ = `SELECT ${SUMMARY_COLUMNS}, ${RECORD_COLUMNS} FROM dead_letters
  WHERE topic = $1 AND kafka_partition = $2 AND log_offset = $3`;

const AUDIT =
  'SELECT occurred_at, actor, action, details FROM audit_log WHERE subject = $1 ORDER BY audit_id';

/** One dead letter with its bytes and what was done to it; null where there is none. */
export async function readDeadLetter(
  pool: Pick<Pool, 'query'>,
  position: DeadLetterPosition,
): Promise<DeadLetter | null> {
  const { topic, partition, offset } = position;
  const [{ rows }, audit] = await Promise.all([
    pool.query<DeadLetterRow & DeadLetterRecordRow>(READ, [topic, partition, offset]),
    pool.query<{ occurred_at: Instant; actor: string; action: string; details: string }>(AUDIT, [
      subjectOf(position),
    ]),
  ]);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    ...summaryOf(row),
    record: recordOf(row),
    audit: audit.rows.map(({ occurred_at, actor, action, details }) => ({
      occurredAt: occurred_at,
      actor,
      action,
      details: JSON.parse(details) as Record<string, unknown>,
    })),
  };
}
