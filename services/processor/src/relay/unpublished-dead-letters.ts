import type { DeadLetterCode, Instant } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';
import { type DeadLetterPosition, type DeadLetterRecord, headersOf } from '@taskfold/dead-letters';

/** A dead letter that the dead-letter topic does not have yet. */
export interface UnpublishedDeadLetter extends DeadLetterPosition, DeadLetterRecord {
  readonly recordTime: Instant;
  readonly code: DeadLetterCode;
  readonly message: string;
}

const READ = `SELECT topic, kafka_partition AS partition, log_offset AS "offset", record_time AS "recordTime", code, message, key,
    value, headers
  FROM dead_letters WHERE published_at IS NULL AND pruned_at IS NULL
  ORDER BY topic, kafka_partition, log_offset LIMIT $1`;

const MARK = `UPDATE dead_letters AS d SET published_at = clock_timestamp()
  FROM unnest($1::text[], $2::int[], $3::bigint[]) AS p (topic, kafka_partition, log_offset)
  WHERE d.topic = p.topic AND d.kafka_partition = p.kafka_partition AND d.log_offset = p.log_offset`;

/** The next ones to be published, in the order of the log. */
export async function readUnpublishedDeadLetters(
  pool: Queryable,
  limit: number,
): Promise<UnpublishedDeadLetter[]> {
  type Row = Omit<UnpublishedDeadLetter, 'headers'> & { readonly headers: string | null };
  const query = { name: 'read_unpublished_dead_letters', text: READ, values: [limit] };
  const { rows } = await pool.query<Row>(query);
  return rows.map((row) => ({ ...row, headers: headersOf(row.headers) }));
}

/** Notes that the dead-letter topic has them. */
export async function markDeadLettersPublished(
  pool: Queryable,
  positions: readonly DeadLetterPosition[],
): Promise<void> {
  await pool.query(MARK, [
    positions.map(({ topic }) => topic),
    positions.map(({ partition }) => partition),
    positions.map(({ offset }) => offset),
  ]);
}
