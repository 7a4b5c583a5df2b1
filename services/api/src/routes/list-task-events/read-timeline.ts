import type { Instant, JsonText } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';
import type { Disposition, IgnoredReason } from '@taskfold/fold';

/** An event of a task as its timeline keeps it. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly time: Instant;
  readonly recordedAt: Instant;
  readonly partition: number;
  readonly offset: number;
  readonly disposition: Disposition;
  readonly reason: IgnoredReason | null;
  /** Of the task after the event. */
  readonly revision: number;
  /** JSON text. */
  readonly changed: JsonText | null;
  /** Where its record lay before it was published again, keyed; null where it came as it should. */
  readonly rekeyedFrom: { readonly partition: number; readonly offset: number } | null;
}

export interface TimelineOptions {
  readonly tenantId: string;
  readonly taskId: string;
  /** The last event of the page before. */
  readonly after?: { readonly partition: number; readonly offset: number } | undefined;
  readonly limit: number;
}

export type Timeline =
  | { readonly kind: 'found'; readonly events: readonly StoredEvent[]; readonly hasMore: boolean }
  /** The tenant has no such task, or its creation has not come. */
  | { readonly kind: 'not_found' };

interface Row {
  readonly event_id: string | null;
  readonly type: string;
  readonly source: string;
  readonly event_time: Instant;
  readonly record_time: Instant;
  readonly kafka_partition: number;
  readonly log_offset: number;
  readonly disposition: Disposition;
  readonly reason: IgnoredReason | null;
  readonly revision: number;
  readonly changed: JsonText | null;
  readonly from_partition: number | null;
  readonly from_offset: number | null;
}

// Where a record went is noted a moment after it is there: until then its event alone tells.
const SELECT = `
  SELECT e.*, r.from_partition, r.from_offset FROM tasks t LEFT JOIN LATERAL (
    SELECT event_id, type, source, event_time, record_time, kafka_partition, log_offset, disposition, reason,
      revision, changed
    FROM timeline
    WHERE tenant_id = t.tenant_id AND task_id = t.task_id AND kafka_partition = t.kafka_partition
      AND (kafka_partition, log_offset) > ($3, $4)
    ORDER BY kafka_partition, log_offset LIMIT $5
  ) AS e ON true
  LEFT JOIN LATERAL (
    SELECT kafka_partition AS from_partition, log_offset AS from_offset FROM rekeyed_records
    WHERE tenant_id = t.tenant_id AND task_id = t.task_id AND source = e.source AND event_id = e.event_id
      AND (published_offset IS NULL OR (published_partition, published_offset) = (e.kafka_partition, e.log_offset))
    ORDER BY published_offset, log_offset LIMIT 1
  ) AS r ON true
  WHERE t.tenant_id = $1 AND t.task_id = $2 AND t.created_at IS NOT NULL
  ORDER BY e.kafka_partition, e.log_offset`;

/** One page of what happened to a task, in the order of the log. */
export async function readTimeline(
  pool: Queryable,
  { tenantId, taskId, after = { partition: -1, offset: -1 }, limit }: TimelineOptions,
): Promise<Timeline> {
  const { rows } = await pool.query<Row>({
    name: 'read_timeline',
    text: SELECT,
    values: [tenantId, taskId, after.partition, after.offset, limit + 1],
  });
  if (rows.length === 0) return { kind: 'not_found' };
  const events = rows.slice(0, limit).flatMap(eventOf);
  return { kind: 'found', events, hasMore: rows.length > limit };
}

/** None of the row that stands for a task without events in this page. */
function eventOf(row: Row): StoredEvent[] {
  if (row.event_id === null) return [];
  return [
    {
      id: row.event_id,
      type: row.type,
      source: row.source,
      time: row.event_time,
      recordedAt: row.record_time,
      partition: row.kafka_partition,
      offset: row.log_offset,
      disposition: row.disposition,
      reason: row.reason,
      revision: row.revision,
      changed: row.changed,
      rekeyedFrom:
        row.from_partition === null || row.from_offset === null
          ? null
          : { partition: row.from_partition, offset: row.from_offset },
    },
  ];
}
