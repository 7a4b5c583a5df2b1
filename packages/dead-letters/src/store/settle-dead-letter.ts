import { auditDetails, type Operator } from '@taskfold/database';
import type { Pool } from 'pg';
import type { DeadLetterPosition, DeadLetterStatus } from './dead-letter.ts';

export type SettledDeadLetter =
  | { readonly kind: 'settled' }
  /** It was discarded or redriven before: nothing was written. */
  | { readonly kind: 'settled_before'; readonly status: DeadLetterStatus }
  | { readonly kind: 'not_found' };

/** The `subject` of a dead letter in the audit log. */
export function subjectOf({ topic, partition, offset }: DeadLetterPosition): string {
  return `${topic}/${partition}/${offset}`;
}

/**
 * Notes that an open dead letter is not wanted. Its row stays: a rebuild skips its position.
 *
 * @param operator who wants that, for the audit log
 */
export async function discardDeadLetter(
  pool: Pick<Pool, 'query'>,
  position: DeadLetterPosition,
  operator: Operator,
): Promise<SettledDeadLetter> {
  return await settle(pool, position, { status: 'discarded', from: ['open'], operator, details: {} });
}

/**
 * Notes that the record of a dead letter was published again; to be called when the broker has acknowledged that.
 *
 * @param operator who wanted that, for the audit log
 * @param published where it lies now
 */
export async function markRedriven(
  pool: Pick<Pool, 'query'>,
  position: DeadLetterPosition,
  operator: Operator,
  published: DeadLetterPosition,
): Promise<SettledDeadLetter> {
  const { topic, partition, offset } = published;
  const details = { topic, partition, offset };
  return await settle(pool, position, { status: 'redriven', from: ['open', 'discarded'], operator, details });
}

interface Settlement {
  readonly status: DeadLetterStatus;
  /** The statuses that it may have before. */
  readonly from: readonly DeadLetterStatus[];
  readonly operator: Operator;
  readonly details: object;
}

// One statement: nothing is done without being noted.
const SETTLE = `
  WITH settled AS (
    UPDATE dead_letters SET status = $4
    WHERE topic = $1 AND kafka_partition = $2 AND log_offset = $3 AND status = ANY ($5) RETURNING 1
  )
  INSERT INTO audit_log (actor, action, subject, details) SELECT $6, $7, $8, $9::jsonb FROM settled`;

const STATUS =
  'SELECT status FROM dead_letters WHERE topic = $1 AND kafka_partition = $2 AND log_offset = $3';

async function settle(
  pool: Pick<Pool, 'query'>,
  position: DeadLetterPosition,
  { status, from, operator, details }: Settlement,
): Promise<SettledDeadLetter> {
  const key = [position.topic, position.partition, position.offset];
  const { rowCount } = await pool.query(SETTLE, [
    ...key,
    status,
    from,
    operator.actor,
    `dead_letter.${status}`,
    subjectOf(position),
    auditDetails(operator, details),
  ]);
  if (rowCount === 1) return { kind: 'settled' };
  const { rows } = await pool.query<{ status: DeadLetterStatus }>(STATUS, key);
  const [row] = rows;
  return row === undefined ? { kind: 'not_found' } : { kind: 'settled_before', status: row.status };
}
