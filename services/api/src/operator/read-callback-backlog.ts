import type { Instant } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';

/** How much is owed: to a host, or in all. */
export interface OwedCallbacks {
  readonly ready: number;
  readonly leased: number;
  readonly waiting: number;
  readonly oldestReadySeconds: number;
}

interface HostBacklog extends OwedCallbacks {
  readonly host: string;
  readonly nextDueAt: Instant | null;
  /** The last attempt of the callback that was tried most often; null where none was. */
  readonly lastFailure: {
    readonly startedAt: Instant;
    readonly attempt: number;
    readonly error: string | null;
    readonly statusCode: number | null;
  } | null;
}

export interface CallbackBacklog extends OwedCallbacks {
  /** Those that most is owed to come first. */
  readonly hosts: readonly HostBacklog[];
}

interface Row {
  readonly host: string;
  readonly ready: number;
  readonly leased: number;
  readonly waiting: number;
  readonly oldest_ready_seconds: number;
  readonly all_ready: number;
  readonly all_leased: number;
  readonly all_waiting: number;
  readonly all_oldest_ready_seconds: number;
  readonly next_due_at: Instant | null;
  readonly started_at: Instant | null;
  readonly attempt: number | null;
  readonly error: string | null;
  readonly status_code: number | null;
}

/** Of each state. Counting more would take longer than operators wait. */
const MOST = 20_000;

const COLUMNS = 'tenant_id, task_id, type, kafka_partition, host, state, due_at, attempt_count';
const of = (state: string) => `(SELECT ${COLUMNS} FROM deliveries WHERE state = '${state}' LIMIT ${MOST})`;

const BACKLOG = `
  WITH owed AS MATERIALIZED (${of('ready')} UNION ALL ${of('leased')} UNION ALL ${of('waiting')}),
  counted AS (
    SELECT host, count(*) FILTER (WHERE state = 'ready')::int AS ready,
      count(*) FILTER (WHERE state = 'leased')::int AS leased,
      count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
      coalesce(greatest(0, extract(epoch FROM now() - min(due_at) FILTER (WHERE state = 'ready'))), 0)::float8
        AS oldest_ready_seconds,
      min(due_at) FILTER (WHERE state = 'waiting') AS next_due_at
    FROM owed GROUP BY host
  ), tried AS (
    SELECT DISTINCT ON (host) host, tenant_id, task_id, type, kafka_partition FROM owed WHERE attempt_count > 0
    ORDER BY host, attempt_count DESC, due_at DESC
  )
  SELECT host, ready, leased, waiting, oldest_ready_seconds, next_due_at,
    sum(ready) OVER ()::int AS all_ready, sum(leased) OVER ()::int AS all_leased,
    sum(waiting) OVER ()::int AS all_waiting, max(oldest_ready_seconds) OVER () AS all_oldest_ready_seconds,
    a.started_at, a.attempt, a.error, a.status_code
  FROM counted LEFT JOIN tried AS t USING (host) LEFT JOIN LATERAL (
    SELECT started_at, attempt, error, status_code FROM callback_attempts AS a
    WHERE a.tenant_id = t.tenant_id AND a.task_id = t.task_id AND a.type = t.type
      AND a.kafka_partition = t.kafka_partition
    ORDER BY attempt DESC LIMIT 1
  ) AS a ON true
  ORDER BY ready + leased + waiting DESC, host LIMIT $1`;

/**
 * Callbacks of all tenants that are owed, by host.
 *
 * @param limit how many hosts at most; the sums are of all
 */
export async function readCallbackBacklog(pool: Queryable, limit: number): Promise<CallbackBacklog> {
  const { rows } = await pool.query<Row>(BACKLOG, [limit]);
  const [first] = rows;
  return {
    ready: first?.all_ready ?? 0,
    leased: first?.all_leased ?? 0,
    waiting: first?.all_waiting ?? 0,
    oldestReadySeconds: first?.all_oldest_ready_seconds ?? 0,
    hosts: rows.map((row) => ({
      host: row.host,
      ready: row.ready,
      leased: row.leased,
      waiting: row.waiting,
      oldestReadySeconds: row.oldest_ready_seconds,
      nextDueAt: row.next_due_at,
      lastFailure:
        row.started_at === null || row.attempt === null
          ? null
          : {
              startedAt: row.started_at,
              attempt: row.attempt,
              error: row.error,
              statusCode: row.status_code,
            },
    })),
  };
}
