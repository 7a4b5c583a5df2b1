import { type CallbackEvent, TERMINAL_STATUSES } from '@taskfold/contract';
import type { Queryable } from '../pools/create-pool.ts';

export interface RedeliverOptions {
  readonly tenantId: string;
  readonly taskId: string;
  /** What is to be told again; the end of the task unless given. */
  readonly type?: CallbackEvent;
}

export type Redelivered =
  /** An attempt will be made now, with the same id. */
  | { readonly kind: 'due'; readonly type: CallbackEvent; readonly deliveryId: string }
  /** One is being made at this moment. */
  | { readonly kind: 'in_progress'; readonly type: CallbackEvent; readonly deliveryId: string }
  /** The task is erased, and its URL with it. */
  | { readonly kind: 'erased' }
  /** There is no such task, it asked for no callback, or what is told of has not happened. */
  | { readonly kind: 'not_found' };

const ENDS: readonly CallbackEvent[] = TERMINAL_STATUSES.map((status) => `task.${status}` as const);

// The select sees the row as it was before.
const REDELIVER = `
  WITH changed AS (
    UPDATE deliveries
    SET state = 'ready', due_at = now(), schedule_step = CASE WHEN state = 'waiting' THEN schedule_step ELSE 0 END
    WHERE tenant_id = $1 AND task_id = $2 AND type = ANY ($3::text[]) AND state NOT IN ('leased', 'erased')
  )
  SELECT type, delivery_id, state FROM deliveries WHERE tenant_id = $1 AND task_id = $2 AND type = ANY ($3::text[])`;

interface Row {
  readonly type: CallbackEvent;
  readonly delivery_id: string;
  readonly state: string;
}

/**
 * Makes a delivery due now, also one that was delivered or given up. One that waits is brought forward; for one that had
 * ended the schedule begins anew.
 */
export async function redeliver(
  pool: Queryable,
  { tenantId, taskId, type }: RedeliverOptions,
): Promise<Redelivered> {
  const types = type === undefined ? ENDS : [type];
  const { rows } = await pool.query<Row>({
    name: 'redeliver',
    text: REDELIVER,
    values: [tenantId, taskId, types],
  });
  const [row] = rows;
  if (row === undefined) return { kind: 'not_found' };
  if (row.state === 'erased') return { kind: 'erased' };
  const kind = row.state === 'leased' ? 'in_progress' : 'due';
  return { kind, type: row.type, deliveryId: row.delivery_id };
}
