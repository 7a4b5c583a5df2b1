import type { Instant } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';

/** Records of one source that lay elsewhere than their subjects belong. */
export interface RekeyedSum {
  readonly source: string;
  readonly cause: 'no_key' | 'wrong_partition';
  readonly records: number;
  /** Those that the broker has not acknowledged again. */
  readonly unpublished: number;
  /** Partitioners of known clients, with how many of the records each would have put where they lay. */
  readonly recognised: Readonly<Record<string, number>>;
  readonly first: Instant;
  readonly last: Instant;
  readonly lastPartition: number;
  readonly lastOffset: number;
}

interface Row {
  readonly source: string;
  readonly cause: RekeyedSum['cause'];
  readonly records: number;
  readonly unpublished: number;
  readonly recognised: string | null;
  readonly first: Instant;
  readonly last: Instant;
  readonly last_partition: number;
  readonly last_offset: number;
}

// Not all that ever were: a producer may have done so for years.
const NEWEST = 100_000;

const SUM = `
  WITH newest AS MATERIALIZED (SELECT * FROM rekeyed_records WHERE topic = $1 ORDER BY stored_at DESC LIMIT ${NEWEST}),
  votes AS (
    SELECT source, cause, jsonb_object_agg(name, count) AS recognised
    FROM (SELECT source, cause, name, count(*) FROM newest, unnest(recognised) AS name GROUP BY 1, 2, 3) AS counted
    GROUP BY 1, 2
  )
  SELECT source, cause, count(*) AS records, count(*) FILTER (WHERE published_at IS NULL) AS unpublished,
    min(votes.recognised::text) AS recognised, min(stored_at) AS first, max(stored_at) AS last,
    (array_agg(kafka_partition ORDER BY stored_at DESC, log_offset DESC))[1] AS last_partition,
    (array_agg(log_offset ORDER BY stored_at DESC, log_offset DESC))[1] AS last_offset
  FROM newest LEFT JOIN votes USING (source, cause)
  GROUP BY source, cause ORDER BY last DESC, source, cause LIMIT $2`;

/**
 * Who publishes elsewhere than keys belong: the sources of the newest 100,000 records that were published again, those seen
 * last first.
 */
export async function sumRekeyed(
  pool: Queryable,
  { topic, limit }: { readonly topic: string; readonly limit: number },
): Promise<RekeyedSum[]> {
  const { rows } = await pool.query<Row>(SUM, [topic, limit]);
  return rows.map(({ recognised, last_partition, last_offset, ...row }) => ({
    ...row,
    recognised: recognised === null ? {} : (JSON.parse(recognised) as Record<string, number>),
    lastPartition: last_partition,
    lastOffset: last_offset,
  }));
}
