import type { CallbackEvent, Instant } from '@taskfold/contract';
import type { Pool } from '@taskfold/database';

/** As the database has them. */
export const DELIVERY_STATES = [
  'ready',
  'leased',
  'waiting',
  'delivered',
  'exhausted',
  'blocked',
  'gone',
  'erased',
] as const;

/** A callback that is to be made, or was. Of its address only the host: what follows may hold secrets of the tenant. */
export interface DeliveryRow {
  readonly tenantId: string;
  readonly taskId: string;
  readonly type: CallbackEvent;
  readonly deliveryId: string;
  readonly state: (typeof DELIVERY_STATES)[number];
  readonly host: string;
  readonly dueAt: Instant;
  readonly attemptCount: number;
  readonly deliveredAt: Instant | null;
  /** Of the last attempt; null before the first. */
  readonly lastError: string | null;
  readonly lastStatusCode: number | null;
}

export interface DeliveryFilters {
  readonly state?: DeliveryRow['state'] | undefined;
  /** Those that should have been made by now. */
  readonly due?: boolean | undefined;
  readonly host?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly taskId?: string | undefined;
}

/** Those that have been due for longest come first. */
export async function readDeliveries(
  pool: Pick<Pool, 'query'>,
  { state, due, host, tenantId, taskId }: DeliveryFilters,
  limit: number,
): Promise<readonly DeliveryRow[]> {
  const values: unknown[] = [limit];
  const conditions = Object.entries({ state, host, tenant_id: tenantId, task_id: taskId }).flatMap(
    ([column, value]) => (value === undefined ? [] : [`d.${column} = $${values.push(value)}`]),
  );
  if (due) conditions.push(`d.state IN ('ready', 'leased') AND d.due_at <= now()`);
  const { rows } = await pool.query<DeliveryRow>(
    `SELECT d.tenant_id AS "tenantId", d.task_id AS "taskId", d.type, d.delivery_id AS "deliveryId", d.state, d.host,
       d.due_at AS "dueAt", d.attempt_count AS "attemptCount", d.delivered_at AS "deliveredAt",
       a.error AS "lastError", a.status_code AS "lastStatusCode"
     FROM (SELECT * FROM deliveries AS d ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
       ORDER BY d.due_at LIMIT $1) AS d
     LEFT JOIN LATERAL (
       SELECT error, status_code FROM callback_attempts AS a
       WHERE a.tenant_id = d.tenant_id AND a.task_id = d.task_id AND a.type = d.type ORDER BY attempt DESC LIMIT 1
     ) AS a ON true
     ORDER BY d.due_at`,
    values,
  );
  return rows;
}
