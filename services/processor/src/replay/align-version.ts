import { randomUUID } from 'node:crypto';
import type { Queryable } from '@taskfold/database';

/** Of a pool or a client of a version's schema. */
/**
 * Brings into a version what the log does not tell: revision offsets of earlier corrections, and which tasks retention has
 * removed since they were folded. Does nothing the second time.
 */
export async function alignVersion(client: Queryable): Promise<void> {
  await client.query(
    `UPDATE tasks v
     SET revision = v.revision - v.revision_offset + l.revision_offset, revision_offset = l.revision_offset
     FROM public.tasks l
     WHERE l.tenant_id = v.tenant_id AND l.task_id = v.task_id AND l.kafka_partition = v.kafka_partition
       AND l.revision_offset > 0 AND l.revision_offset <> v.revision_offset`,
  );
  for (const table of ['tasks', 'usage_records', 'ledger_entries']) {
    await client.query(
      `DELETE FROM ${table} v USING public.pruned_tasks p
       WHERE p.tenant_id = v.tenant_id AND p.task_id = v.task_id AND p.kafka_partition = v.kafka_partition`,
    );
  }
  // States that a replay keeps in memory are other than the rows now.
  await client.query('UPDATE checkpoints SET writer = $1', [randomUUID()]);
}
