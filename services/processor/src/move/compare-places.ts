import { randomUUID } from 'node:crypto';
import type { Queryable } from '@taskfold/database';

/** Tables with the columns that tell their rows apart, wherever they lie. */
const TABLES = {
  tasks: ['tenant_id', 'task_id'],
  usage_records: ['tenant_id', 'task_id', 'source', 'event_id'],
  ledger_entries: ['tenant_id', 'task_id', 'kind', 'entry_id'],
} as const;

/** Brings into the standby what no log tells, although its tasks lie in other partitions than the live ones. */
export async function alignMoved(client: Queryable): Promise<void> {
  await client.query(
    `UPDATE tasks v
     SET revision = v.revision - v.revision_offset + l.revision_offset, revision_offset = l.revision_offset
     FROM public.tasks l
     WHERE l.tenant_id = v.tenant_id AND l.task_id = v.task_id AND l.revision_offset > 0
       AND l.revision_offset <> v.revision_offset`,
  );
  for (const table of Object.keys(TABLES)) {
    await client.query(
      `DELETE FROM ${table} v USING public.pruned_tasks p WHERE p.tenant_id = v.tenant_id AND p.task_id = v.task_id`,
    );
  }
  await client.query('UPDATE checkpoints SET writer = $1', [randomUUID()]);
}

/** @returns tasks that differ in anything but where they lie: `tenant/task`, the first of them, and how many */
export async function tasksApart(
  client: Queryable,
  limit: number,
): Promise<{ readonly count: number; readonly names: readonly string[] }> {
  const parts = Object.entries(TABLES).map(([table, key]) => {
    const side = (schema: string) =>
      `(SELECT ${key.join(', ')}, (to_jsonb(r) - 'kafka_partition')::text AS content FROM ${schema}${table} r)`;
    return `SELECT tenant_id, task_id FROM ${side('public.')} l FULL JOIN ${side('')} v USING (${key.join(', ')})
      WHERE l.content IS DISTINCT FROM v.content`;
  });
  const { rows } = await client.query<{ name: string; count: number }>(
    `SELECT tenant_id || '/' || task_id AS name, count(*) OVER () AS count FROM (${parts.join(' UNION ')}) AS apart
     ORDER BY 1 LIMIT $1`,
    [limit],
  );
  return { count: rows[0]?.count ?? 0, names: rows.map(({ name }) => name) };
}
