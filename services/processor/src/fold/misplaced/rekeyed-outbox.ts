import type { Queryable } from '@taskfold/database';
import { type DeadLetterPosition, headersOf } from '@taskfold/dead-letters';

/** A record that waits to be published again. */
export interface UnpublishedRekeyed extends DeadLetterPosition {
  readonly taskId: string;
  readonly value: Buffer | null;
  /** Null for a header without a value. */
  readonly headers: Readonly<Record<string, Buffer | null>>;
}

type Row = Omit<UnpublishedRekeyed, 'headers'> & { readonly headers: string | null };

export interface RekeyedPage {
  readonly topic: string;
  /** Those that their reader folds: so each is published by one process. */
  readonly partitions: readonly number[];
  readonly limit: number;
  /** Of values; one record may be larger. */
  readonly maxBytes: number;
}

const READ = `
  SELECT topic, kafka_partition AS partition, log_offset AS "offset", task_id AS "taskId", value, headers FROM (
    SELECT *, sum(coalesce(octet_length(value), 0)) OVER (ORDER BY kafka_partition, log_offset)
      - coalesce(octet_length(value), 0) AS before
    FROM (
      SELECT topic, kafka_partition, log_offset, task_id, value, headers FROM rekeyed_records
      WHERE topic = $1 AND kafka_partition = ANY ($2::int[]) AND published_at IS NULL
      ORDER BY kafka_partition, log_offset LIMIT $3
    ) AS first
  ) AS summed WHERE before < $4 ORDER BY kafka_partition, log_offset`;

/** The next ones to be published, in the order of the log. */
export async function readUnpublishedRekeyed(
  pool: Queryable,
  { topic, partitions, limit, maxBytes }: RekeyedPage,
): Promise<UnpublishedRekeyed[]> {
  const { rows } = await pool.query<Row>({
    name: 'read_unpublished_rekeyed',
    text: READ,
    values: [topic, partitions, limit, maxBytes],
  });
  return rows.map((row) => ({ ...row, headers: headersOf(row.headers) }));
}

const MARK = `UPDATE rekeyed_records AS r
  SET published_at = clock_timestamp(), published_partition = p.to_partition, published_offset = p.to_offset,
    value = NULL, headers = NULL
  FROM unnest($1::text[], $2::int[], $3::bigint[], $4::int[], $5::bigint[])
    AS p (topic, kafka_partition, log_offset, to_partition, to_offset)
  WHERE r.topic = p.topic AND r.kafka_partition = p.kafka_partition AND r.log_offset = p.log_offset`;

/** Notes where they lie now; their bytes go, for the log has them twice. */
export async function markRekeyedPublished(
  pool: Queryable,
  published: readonly {
    readonly from: DeadLetterPosition;
    readonly to: { readonly partition: number; readonly offset: number };
  }[],
): Promise<void> {
  await pool.query({
    name: 'mark_rekeyed_published',
    text: MARK,
    values: [
      published.map(({ from }) => from.topic),
      published.map(({ from }) => from.partition),
      published.map(({ from }) => from.offset),
      published.map(({ to }) => to.partition),
      published.map(({ to }) => to.offset),
    ],
  });
}

const GIVE_UP = `
  WITH given_up AS (
    DELETE FROM rekeyed_records
    WHERE topic = $1 AND kafka_partition = $2 AND log_offset = $3 AND published_at IS NULL RETURNING *
  )
  INSERT INTO dead_letters (topic, kafka_partition, log_offset, record_time, code, message, tenant_id, task_id,
    value, headers)
  SELECT topic, kafka_partition, log_offset, record_time, 'wrong_partition', $4, tenant_id, task_id, value, headers
  FROM given_up ON CONFLICT DO NOTHING`;

/** Makes one that the broker will never take a dead letter: a replay skips its position as before. */
export async function giveUpRekeyed(
  pool: Queryable,
  { topic, partition, offset }: DeadLetterPosition,
  message: string,
): Promise<void> {
  await pool.query(GIVE_UP, [topic, partition, offset, message]);
}
