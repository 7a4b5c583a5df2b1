import type { CallbackEvent, Instant } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';

export interface ClaimOptions {
  /** The most that is claimed. */
  readonly limit: number;
  /** The most of one host, and of one tenant, unless the next two say otherwise. */
  readonly perHost: number;
  readonly perTenant: number;
  /** How many more a host may have; 0 leaves it out. */
  readonly freeOfHosts: ReadonlyMap<string, number>;
  /** How many more a tenant may have. */
  readonly freeOfTenants: ReadonlyMap<string, number>;
  /** How long the claim holds, in milliseconds: longer than an attempt can take. */
  readonly leaseMs: number;
  /** A UUID for this claim. */
  readonly leaseToken: string;
  /** Where the last claim ended; null begins at the beginning. */
  readonly cursor: ClaimCursor | null;
}

/** A host and a tenant. */
export interface ClaimCursor {
  readonly host: string;
  readonly tenantId: string;
}

export interface ClaimedDelivery {
  readonly tenantId: string;
  readonly taskId: string;
  readonly type: CallbackEvent;
  /** Of the events topic, which holds all of the task. */
  readonly partition: number;
  readonly deliveryId: string;
  readonly url: string;
  readonly host: string;
  readonly eventTime: Instant;
  /** Attempts before this one. */
  readonly attemptCount: number;
  /** Attempts of the running schedule before this one. */
  readonly scheduleStep: number;
  readonly leaseToken: string;
}

export interface Claim {
  readonly deliveries: readonly ClaimedDelivery[];
  /** Where to go on; null when the round is complete. */
  readonly cursor: ClaimCursor | null;
}

/** How many pairs of host and tenant one claim visits at most: it bounds what a claim costs, however many there are. */
const MAX_GROUPS = 200;

// Walks the pairs of host and tenant that have something ready, by index, from where the last claim ended. Of each it
// takes the oldest up to what host and tenant have free; when more was found than may be had, every pair gets its first
// one before another gets its second. Rows that another process is claiming at this moment are passed over. The commit
// does not wait for the disk: a claim that a crash of the server forgets is one whose lease has run out.
const CLAIM = `
  WITH RECURSIVE relaxed AS (
    SELECT set_config('synchronous_commit', 'off', true)
  ), groups AS (
    (SELECT host, tenant_id, 1 AS ordinal FROM deliveries
      WHERE state = 'ready' AND (host, tenant_id) > ($1::text, $2::text)
      ORDER BY host, tenant_id LIMIT 1)
    UNION ALL
    SELECT next.host, next.tenant_id, g.ordinal + 1 FROM groups g CROSS JOIN LATERAL (
      SELECT host, tenant_id FROM deliveries d
      WHERE d.state = 'ready' AND (d.host, d.tenant_id) > (g.host, g.tenant_id)
      ORDER BY d.host, d.tenant_id LIMIT 1
    ) next WHERE g.ordinal < least($9::int, ${MAX_GROUPS})
  ), free AS (
    SELECT g.*, coalesce(h.free, $3::int) AS of_host, coalesce(t.free, $4::int) AS of_tenant
    FROM groups g
    LEFT JOIN unnest($5::text[], $6::int[]) AS h(host, free) USING (host)
    LEFT JOIN unnest($7::text[], $8::int[]) AS t(tenant_id, free) USING (tenant_id)
  ), found AS (
    SELECT f.ordinal, f.of_host, f.of_tenant, d.* FROM free f CROSS JOIN LATERAL (
      SELECT tenant_id, task_id, type, kafka_partition, host, due_at FROM deliveries d
      WHERE d.state = 'ready' AND d.host = f.host AND d.tenant_id = f.tenant_id
        AND d.kafka_partition = ANY (ARRAY(SELECT kafka_partition FROM callback_gates WHERE open_until > now()))
      ORDER BY d.due_at
      LIMIT least(f.of_host, f.of_tenant, $9::int)
      FOR UPDATE SKIP LOCKED
    ) d
  ), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY host, tenant_id ORDER BY due_at) AS turn FROM found
  ), counted AS (
    SELECT *, row_number() OVER (PARTITION BY host ORDER BY turn, due_at) AS host_number,
      row_number() OVER (PARTITION BY tenant_id ORDER BY turn, due_at) AS tenant_number
    FROM ranked
  ), chosen AS (
    SELECT tenant_id, task_id, type, kafka_partition FROM counted WHERE host_number <= of_host AND tenant_number <= of_tenant
    ORDER BY turn, ordinal LIMIT $9::int
  ), claimed AS (
    UPDATE deliveries d
    SET state = 'leased', lease_token = $10::uuid, lease_until = now() + $11::int * interval '1 millisecond'
    FROM chosen c WHERE d.tenant_id = c.tenant_id AND d.task_id = c.task_id AND d.type = c.type
      AND d.kafka_partition = c.kafka_partition
    RETURNING d.tenant_id, d.task_id, d.type, d.kafka_partition, d.delivery_id, d.url, d.host, d.event_time, d.attempt_count,
      d.schedule_step
  )
  SELECT last.host AS last_host, last.tenant_id AS last_tenant_id, last.ordinal AS visited, claimed.*
  FROM relaxed, (SELECT host, tenant_id, ordinal FROM groups ORDER BY ordinal DESC LIMIT 1) AS last
  LEFT JOIN claimed ON true`;

interface Row {
  readonly last_host: string;
  readonly last_tenant_id: string;
  readonly visited: number;
  readonly tenant_id: string | null;
  readonly task_id: string;
  readonly type: CallbackEvent;
  readonly kafka_partition: number;
  readonly delivery_id: string;
  readonly url: string;
  readonly host: string;
  readonly event_time: Instant;
  readonly attempt_count: number;
  readonly schedule_step: number;
}

/**
 * Leases deliveries that are ready and whose gate is open, fairly over hosts and tenants. Each lease is for one attempt, which ends with
 * `recordAttempts` or `returnDeliveries`, or by itself.
 *
 * @param pool whose plans go by keys alone (see `PoolOptions.byKeyOnly`)
 */
export async function claimDeliveries(pool: Queryable, options: ClaimOptions): Promise<Claim> {
  const { limit, cursor, freeOfHosts, freeOfTenants } = options;
  const { rows } = await pool.query<Row>({
    name: 'claim_deliveries',
    text: CLAIM,
    values: [
      cursor?.host ?? '',
      cursor?.tenantId ?? '',
      options.perHost,
      options.perTenant,
      [...freeOfHosts.keys()],
      [...freeOfHosts.values()],
      [...freeOfTenants.keys()],
      [...freeOfTenants.values()],
      limit,
      options.leaseToken,
      options.leaseMs,
    ],
  });
  const [first] = rows;
  const more = first !== undefined && first.visited === Math.min(limit, MAX_GROUPS);
  return {
    deliveries: rows.flatMap((row) => (row.tenant_id === null ? [] : [claimed(row, row.tenant_id, options)])),
    cursor: more ? { host: first.last_host, tenantId: first.last_tenant_id } : null,
  };
}

function claimed(row: Row, tenantId: string, { leaseToken }: ClaimOptions): ClaimedDelivery {
  return {
    tenantId,
    taskId: row.task_id,
    type: row.type,
    partition: row.kafka_partition,
    deliveryId: row.delivery_id,
    url: row.url,
    host: row.host,
    eventTime: row.event_time,
    attemptCount: row.attempt_count,
    scheduleStep: row.schedule_step,
    leaseToken,
  };
}
