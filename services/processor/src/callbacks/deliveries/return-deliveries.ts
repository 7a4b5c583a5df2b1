import type { Queryable } from '@taskfold/database';
import type { ClaimedDelivery } from './claim-deliveries.ts';

type Leased = Pick<ClaimedDelivery, 'tenantId' | 'taskId' | 'type' | 'partition' | 'leaseToken'>;

const RETURN = `
  UPDATE deliveries d
  SET state = CASE WHEN $5::int = 0 THEN 'ready' ELSE 'waiting' END,
    due_at = now() + $5::int * interval '1 millisecond', lease_token = NULL, lease_until = NULL
  FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $6::int[])
    AS r(tenant_id, task_id, type, lease_token, kafka_partition)
  WHERE d.tenant_id = r.tenant_id AND d.task_id = r.task_id AND d.type = r.type AND d.kafka_partition = r.kafka_partition
    AND d.state = 'leased' AND d.lease_token = r.lease_token`;

/**
 * Gives leases back without an attempt: this process ends, or lacks what it needs. The receiver had no part in it, so
 * nothing is counted.
 *
 * @param afterMs when they may be claimed again, in milliseconds from now
 */
export async function returnDeliveries(
  pool: Queryable,
  deliveries: readonly Leased[],
  afterMs = 0,
): Promise<void> {
  if (deliveries.length === 0) return;
  await pool.query({
    name: 'return_deliveries',
    text: RETURN,
    values: [
      deliveries.map(({ tenantId }) => tenantId),
      deliveries.map(({ taskId }) => taskId),
      deliveries.map(({ type }) => type),
      deliveries.map(({ leaseToken }) => leaseToken),
      afterMs,
      deliveries.map(({ partition }) => partition),
    ],
  });
}
