import type { Instant } from '@taskfold/contract';
import { inTransaction, type Pool } from '@taskfold/database';

/** An event of our own that is to be published. */
export interface OutboxEvent {
  readonly tenantId: string;
  readonly taskId: string;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly time: Instant;
  /** JSON. */
  readonly data: string;
}

interface Row {
  readonly outbox_id: number;
  readonly kafka_partition: number;
  readonly tenant_id: string;
  readonly task_id: string;
  readonly source: string;
  readonly event_id: string;
  readonly type: string;
  readonly event_time: Instant;
  readonly data: string;
}

// The commit does not wait for the disk: an event that a crash of the server brings back is published again.
const TAKE = `
  SELECT outbox_id, kafka_partition, tenant_id, task_id, source, event_id, type, event_time, data
  FROM (SELECT set_config('synchronous_commit', 'off', true)) AS relaxed CROSS JOIN event_outbox
  ORDER BY outbox_id LIMIT $1 FOR UPDATE OF event_outbox SKIP LOCKED`;

const DROP = `DELETE FROM event_outbox e USING unnest($1::bigint[], $2::int[]) AS p(outbox_id, kafka_partition)
  WHERE e.outbox_id = p.outbox_id AND e.kafka_partition = p.kafka_partition`;

/**
 * Publishes the oldest events of the outbox and then drops them, in one transaction: one that breaks off in between
 * publishes them again, with the same ids. Processes that do it at once take different ones.
 *
 * @param limit the most that is published
 * @param publish rejects where they may not have arrived
 * @returns how many were published
 */
export async function drainOutbox(
  pool: Pool,
  limit: number,
  publish: (events: readonly OutboxEvent[]) => Promise<void>,
): Promise<number> {
  const { count } = await inTransaction(pool, async (client) => {
    const { rows } = await client.query<Row>({ name: 'take_outbox', text: TAKE, values: [limit] });
    if (rows.length > 0) {
      await publish(rows.map(eventOf));
      const values = [
        rows.map(({ outbox_id }) => outbox_id),
        rows.map(({ kafka_partition }) => kafka_partition),
      ];
      await client.query({ name: 'drop_outbox', text: DROP, values });
    }
    return { kind: 'applied', count: rows.length };
  });
  return count;
}

function eventOf(row: Row): OutboxEvent {
  return {
    tenantId: row.tenant_id,
    taskId: row.task_id,
    source: row.source,
    id: row.event_id,
    type: row.type,
    time: row.event_time,
    data: row.data,
  };
}
