import type { DeadLetterCode, Instant } from '@taskfold/contract';

/** Where the record lies in the log: what a dead letter is known by. */
export interface DeadLetterPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/**
 *   open --discard--> discarded --redrive--> redriven
 *   open --redrive--> redriven
 */
export const DEAD_LETTER_STATUSES = ['open', 'discarded', 'redriven'] as const;
export type DeadLetterStatus = (typeof DEAD_LETTER_STATUSES)[number];

/** A dead letter without its bytes. */
export interface DeadLetterSummary extends DeadLetterPosition {
  readonly recordTime: Instant;
  readonly code: DeadLetterCode;
  readonly message: string;
  readonly tenantId: string | null;
  readonly taskId: string | null;
  readonly status: DeadLetterStatus;
  readonly storedAt: Instant;
  /** When the dead-letter topic acknowledged it; null before. */
  readonly publishedAt: Instant | null;
  /** When its bytes were removed; null while they are there. */
  readonly prunedAt: Instant | null;
}

/** The record as it was received. */
export interface DeadLetterRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Null for a header without a value. */
  readonly headers: Readonly<Record<string, Buffer | null>>;
}

export interface DeadLetterRow {
  readonly topic: string;
  readonly kafka_partition: number;
  readonly log_offset: number;
  readonly record_time: Instant;
  readonly code: DeadLetterCode;
  readonly message: string;
  readonly tenant_id: string | null;
  readonly task_id: string | null;
  readonly status: DeadLetterStatus;
  readonly stored_at: Instant;
  readonly published_at: Instant | null;
  readonly pruned_at: Instant | null;
}

export interface DeadLetterRecordRow {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: string | null;
}

export const SUMMARY_COLUMNS = `topic, kafka_partition, log_offset, record_time, code, message, tenant_id, task_id, status,
  stored_at, published_at, pruned_at`;
export const RECORD_COLUMNS = 'key, value, headers';

export function summaryOf(row: DeadLetterRow): DeadLetterSummary {
  return {
    topic: row.topic,
    partition: row.kafka_partition,
    offset: row.log_offset,
    recordTime: row.record_time,
    code: row.code,
    message: row.message,
    tenantId: row.tenant_id,
    taskId: row.task_id,
    status: row.status,
    storedAt: row.stored_at,
    publishedAt: row.published_at,
    prunedAt: row.pruned_at,
  };
}

export function recordOf({ key, value, headers }: DeadLetterRecordRow): DeadLetterRecord {
  const stored = headers === null ? {} : (JSON.parse(headers) as Record<string, string | null>);
  return {
    key,
    value,
    headers: Object.fromEntries(
      Object.entries(stored).map(([name, text]) => [
        name,
        text === null ? null : Buffer.from(text, 'base64'),
      ]),
    ),
  };
}
