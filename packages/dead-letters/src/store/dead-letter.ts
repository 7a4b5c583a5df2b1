import type { DeadLetterCode, DeadLetterStatus, Instant } from '@taskfold/contract';
import { instantOf, instantOrNull } from '@taskfold/database';

/** Where the record lies in the log: what a dead letter is known by. */
export interface DeadLetterPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

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

/** A dead letter by the names that Prisma has. */
interface Row {
  readonly topic: string;
  readonly kafkaPartition: number;
  readonly logOffset: bigint;
  readonly recordTime: Date;
  readonly code: string;
  readonly message: string;
  readonly tenantId: string | null;
  readonly taskId: string | null;
  readonly status: string;
  readonly storedAt: Date;
  readonly publishedAt: Date | null;
  readonly prunedAt: Date | null;
}

/** A row of Prisma as a summary. */
export function summaryOf(row: Row): DeadLetterSummary {
  return {
    topic: row.topic,
    partition: row.kafkaPartition,
    offset: Number(row.logOffset),
    recordTime: instantOf(row.recordTime),
    // The table has constraints for both.
    code: row.code as DeadLetterCode,
    message: row.message,
    tenantId: row.tenantId,
    taskId: row.taskId,
    status: row.status as DeadLetterStatus,
    storedAt: instantOf(row.storedAt),
    publishedAt: instantOrNull(row.publishedAt),
    prunedAt: instantOrNull(row.prunedAt),
  };
}

/** The key of its row. */
export function rowKey({ topic, partition, offset }: DeadLetterPosition) {
  return { topic, kafkaPartition: partition, logOffset: BigInt(offset) };
}

/** @param stored headers as the table keeps them: a JSON object of names and values in Base64 */
export function headersOf(stored: string | null): DeadLetterRecord['headers'] {
  const texts = JSON.parse(stored ?? '{}') as Record<string, string | null>;
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, text === null ? null : Buffer.from(text, 'base64')]),
  );
}
