import type { DeadLetterCode, DeadLetterStatus, Instant } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';
import type { DeadLetterPosition, DeadLetterSummary } from './dead-letter.ts';

/** Filters that are absent let everything through. */
export interface DeadLetterFilters {
  readonly status?: DeadLetterStatus | undefined;
  readonly code?: DeadLetterCode | undefined;
  readonly topic?: string | undefined;
  readonly partition?: number | undefined;
  readonly tenantId?: string | undefined;
  readonly taskId?: string | undefined;
  /** Stored at this time or later. */
  readonly storedSince?: Instant | undefined;
  /** Stored before this time. */
  readonly storedBefore?: Instant | undefined;
}

/** The last one of a page: the next page goes on after it. */
export interface DeadLetterCursor extends DeadLetterPosition {
  readonly storedAt: Instant;
}

export interface DeadLetterPage {
  readonly deadLetters: readonly DeadLetterSummary[];
  /** Null on the last page. */
  readonly next: DeadLetterCursor | null;
}

const COLUMNS = `topic, kafka_partition AS partition, log_offset AS "offset", record_time AS "recordTime", code, message,
  tenant_id AS "tenantId", task_id AS "taskId", status, stored_at AS "storedAt", published_at AS "publishedAt", pruned_at AS "prunedAt"`;

/**
 * Dead letters without their bytes, those stored last first. Pages neither repeat nor leave out one that was there when
 * the first page was read.
 *
 * @param after where the page before ended; null for the first
 */
export async function listDeadLetters(
  pool: Queryable,
  filters: DeadLetterFilters,
  { limit, after }: { readonly limit: number; readonly after: DeadLetterCursor | null },
): Promise<DeadLetterPage> {
  const values: unknown[] = [limit + 1];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const conditions = conditionsOf(filters, parameter);
  if (after !== null) {
    const place = [after.storedAt, after.topic, after.partition, after.offset].map(parameter).join(', ');
    conditions.push(`(stored_at, topic, kafka_partition, log_offset) < (${place})`);
  }
  // SQL: Prisma reads all that lies behind a cursor (2.3 s where that are 150,000), and cuts digits off that tell neighbours apart.
  const { rows } = await pool.query<DeadLetterSummary>(
    `SELECT ${COLUMNS} FROM dead_letters
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY stored_at DESC, topic DESC, kafka_partition DESC, log_offset DESC LIMIT $1`,
    values,
  );
  const deadLetters = rows.slice(0, limit);
  return { deadLetters, next: rows.length > limit ? (deadLetters.at(-1) ?? null) : null };
}

/** The conditions of filters, in SQL. @param parameter takes a value and gives what stands for it */
export function conditionsOf(filters: DeadLetterFilters, parameter: (value: unknown) => string): string[] {
  return Object.entries({
    'status =': filters.status,
    'code =': filters.code,
    'topic =': filters.topic,
    'kafka_partition =': filters.partition,
    'tenant_id =': filters.tenantId,
    'task_id =': filters.taskId,
    'stored_at >=': filters.storedSince,
    'stored_at <': filters.storedBefore,
  }).flatMap(([condition, value]) => (value === undefined ? [] : [`${condition} ${parameter(value)}`]));
}
