import { type Instant, METERS, type Meter, type TaskStatus, type UsageGroup } from '@taskfold/contract';
import type { Queryable } from '@taskfold/database';

export interface SumUsageOptions {
  readonly tenantId: string;
  /** Inclusive. */
  readonly from?: Instant | undefined;
  /** Exclusive. */
  readonly to?: Instant | undefined;
  readonly groupBy: readonly UsageGroup[];
  /** More rows than this are not read. */
  readonly maxRows: number;
}

/** The sums of one group: exact decimals as text. What the group is not by is absent. */
export interface UsageSums {
  readonly group: {
    /** `2026-11-24` */
    readonly day?: string;
    readonly capability?: string;
    readonly model?: string;
    readonly project_id?: string | null;
    readonly api_key_id?: string | null;
    readonly status?: TaskStatus;
  };
  /** Tasks with an entry in the group. */
  readonly tasks: number;
  readonly meters: Readonly<Record<Meter, string>>;
  readonly charged: string;
  readonly refunded: string;
}

export type SummedUsage =
  | { readonly kind: 'sums'; readonly rows: readonly UsageSums[] }
  | { readonly kind: 'too_many_rows' };

const GROUP_EXPRESSIONS: Readonly<Record<UsageGroup, string>> = {
  day: `to_char(e.event_time AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
  capability: 't.capability',
  model: 't.model',
  project_id: 't.project_id',
  api_key_id: 't.api_key_id',
  status: 't.status',
};

type Row = { readonly [Name in Meter]: string } & {
  readonly tasks: number;
  readonly charged: string;
  readonly refunded: string;
} & { readonly [Name in UsageGroup as `group_${Name}`]?: string | null };

/**
 * Adds up the usage records and ledger entries of a tenant's visible tasks. A row counts by the time of the event that
 * brought it, so sums of a day that is over change only by late events.
 *
 * @param pool of the planner's free choice (not `byKeyOnly`)
 */
export async function sumUsage(pool: Queryable, options: SumUsageOptions): Promise<SummedUsage> {
  const { tenantId, from, to, maxRows } = options;
  const groups = [...new Set(options.groupBy)];
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [`tenant_id = ${bind(tenantId)}`];
  if (from !== undefined) conditions.push(`event_time >= ${bind(from)}`);
  if (to !== undefined) conditions.push(`event_time < ${bind(to)}`);
  const where = conditions.join(' AND ');
  const keys = groups.map((group) => `${GROUP_EXPRESSIONS[group]} AS group_${group}`);
  const ordinals = groups.map((_group, index) => index + 1).join(', ');
  const { rows } = await pool.query<Row>(
    `WITH entries AS (
       SELECT task_id, kafka_partition, event_time, ${METERS.join(', ')}, NULL::numeric AS charge, NULL::numeric AS refund
       FROM usage_records WHERE ${where}
       UNION ALL
       SELECT task_id, kafka_partition, event_time, ${METERS.map(() => 'NULL').join(', ')},
         CASE WHEN kind = 'charge' THEN amount_credits END, CASE WHEN kind = 'refund' THEN amount_credits END
       FROM ledger_entries WHERE ${where}
     )
     SELECT ${[
       ...keys,
       'count(DISTINCT e.task_id) AS tasks',
       ...METERS.map((meter) => `coalesce(sum(e.${meter}), 0) AS ${meter}`),
       'coalesce(sum(e.charge), 0) AS charged',
       'coalesce(sum(e.refund), 0) AS refunded',
     ].join(', ')}
     FROM entries e JOIN tasks t ON t.tenant_id = $1 AND t.task_id = e.task_id AND t.kafka_partition = e.kafka_partition
       AND t.created_at IS NOT NULL
     ${groups.length === 0 ? '' : `GROUP BY ${ordinals} ORDER BY ${ordinals}`} LIMIT ${bind(maxRows + 1)}`,
    values,
  );
  if (rows.length > maxRows) return { kind: 'too_many_rows' };
  return { kind: 'sums', rows: rows.map((row) => sumsOf(row, groups)) };
}

function sumsOf(row: Row, groups: readonly UsageGroup[]): UsageSums {
  const group = Object.fromEntries(groups.map((name) => [name, row[`group_${name}`] ?? null]));
  const meters = Object.fromEntries(METERS.map((meter) => [meter, row[meter]])) as Record<Meter, string>;
  return { group, tasks: row.tasks, meters, charged: row.charged, refunded: row.refunded };
}
