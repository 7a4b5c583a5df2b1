import type { Queryable } from '@taskfold/database';

const AT_ONCE = 1000;

const READY = `
  WITH come AS (
    SELECT tenant_id, task_id, type, kafka_partition FROM deliveries WHERE state = 'waiting' AND due_at <= now()
    ORDER BY due_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
  ), let_lie AS (
    SELECT tenant_id, task_id, type, kafka_partition FROM deliveries WHERE state = 'leased' AND lease_until <= now()
    ORDER BY lease_until LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
  )
  UPDATE deliveries d SET state = 'ready', lease_token = NULL, lease_until = NULL
  FROM (TABLE come UNION ALL TABLE let_lie) AS due
  WHERE d.tenant_id = due.tenant_id AND d.task_id = due.task_id AND d.type = due.type
    AND d.kafka_partition = due.kafka_partition`;

/**
 * Makes deliveries ready whose time has come, and those whose lease has run out: whoever held it is gone, or too slow.
 *
 * @returns how many, up to 2,000
 */
export async function readyDeliveries(pool: Queryable): Promise<number> {
  return (await pool.query({ name: 'ready_deliveries', text: READY })).rowCount ?? 0;
}
