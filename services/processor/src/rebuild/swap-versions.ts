import { randomUUID } from 'node:crypto';
import { CHANGES_CHANNEL, type ProjectionOf, type Queryable } from '@taskfold/database';
import { SURPLUS } from '../replay/compare-versions.ts';
import { exchangeVersions } from './exchange-versions.ts';

/** Differences in these alone are not seen by readers. */
const HIDDEN = [
  ...[
    'fold_keys',
    'stages',
    'progress_source',
    'progress_event_id',
    'output_final',
    'conflict',
    'end_reason',
  ],
  ...['end_status', 'needs', 'revision_offset'],
  ...['usage_record_count', 'charge_count', 'refund_count'],
].map((name) => `tasks.${name}`);

/**
 * Tasks that readers see otherwise after the swap get revision max(old, new) + 1, so that whoever holds the old one takes
 * the correction for newer; those that they see for the first time keep theirs.
 */
const CORRECT = `
  WITH differing AS (
    SELECT d.tenant_id, d.task_id, d.kafka_partition, coalesce(l.revision, 0) AS live_revision,
      l.created_at IS NOT NULL AS was_visible
    FROM differences d LEFT JOIN public.tasks l USING (tenant_id, task_id, kafka_partition)
    WHERE NOT d.columns <@ $3::text[]
  ), corrected AS (
    UPDATE tasks v
    SET revision = greatest(v.revision, d.live_revision) + d.was_visible::int,
      revision_offset = v.revision_offset + greatest(v.revision, d.live_revision) + d.was_visible::int - v.revision
    FROM differing d
    WHERE v.tenant_id = d.tenant_id AND v.task_id = d.task_id AND v.kafka_partition = d.kafka_partition
      AND v.created_at IS NOT NULL
    RETURNING v.tenant_id, v.task_id, v.kafka_partition, v.revision
  ), written AS (
    INSERT INTO public.changes (kafka_partition, position, tenant_id, task_id, revision)
    SELECT t.kafka_partition,
      c.next_position - 1 + row_number() OVER (PARTITION BY t.kafka_partition ORDER BY t.tenant_id, t.task_id),
      t.tenant_id, t.task_id, t.revision
    FROM corrected t JOIN public.checkpoints c ON c.projection = $1 AND c.topic = $2
      AND c.kafka_partition = t.kafka_partition
    RETURNING kafka_partition
  )
  SELECT kafka_partition, count(*) AS count FROM written GROUP BY kafka_partition`;

/** @returns how many tasks of the live tables the standby lacks, of those that readers see */
export async function countSurplus(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*) AS count FROM differences d JOIN public.tasks l USING (tenant_id, task_id, kafka_partition)
     WHERE $1 = ANY(d.columns) AND l.created_at IS NOT NULL`,
    [SURPLUS],
  );
  return rows[0]?.count ?? 0;
}

/**
 * Makes the standby live and the live version the standby. Differences must be settled, and the live checkpoints held.
 *
 * @param client of the standby's schema, in the transaction that holds them
 * @returns how many tasks readers see otherwise from now on, each with a change that says so
 */
export async function swapVersions(client: Queryable, { projection, topic }: ProjectionOf): Promise<number> {
  const values = [projection, topic, HIDDEN];
  const { rows } = await client.query<{ kafka_partition: number; count: number }>(CORRECT, values);
  for (const { kafka_partition, count } of rows) {
    await client.query(
      `UPDATE public.checkpoints SET next_position = next_position + $4
       WHERE projection = $1 AND topic = $2 AND kafka_partition = $3`,
      [projection, topic, kafka_partition, count],
    );
    await client.query('SELECT pg_notify($1, $2)', [CHANGES_CHANNEL, String(kafka_partition)]);
  }
  // States that a processor keeps in memory are of the old version: another writer drops them.
  await client.query('UPDATE public.checkpoints SET writer = $3 WHERE projection = $1 AND topic = $2', [
    projection,
    topic,
    randomUUID(),
  ]);
  await exchangeVersions(client);
  return rows.reduce((sum, { count }) => sum + count, 0);
}
