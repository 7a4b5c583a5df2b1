import type { ClientBase } from 'pg';

const SELECT = `SELECT p.tenant_id, p.task_id, p.revision
  FROM unnest($1::text[], $2::text[]) AS k(tenant_id, task_id) JOIN pruned_tasks p USING (tenant_id, task_id)`;

/**
 * Which of these tasks retention has removed.
 *
 * @param keys `<tenant>/<task>`
 * @returns the revision that each had last, by the same keys
 */
export async function loadPruned(
  client: ClientBase,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const parts = keys.map((key) => key.split('/'));
  const { rows } = await client.query<{ tenant_id: string; task_id: string; revision: number }>({
    name: 'load_pruned',
    text: SELECT,
    values: [parts.map(([tenant]) => tenant), parts.map(([, task]) => task)],
  });
  return new Map(rows.map(({ tenant_id, task_id, revision }) => [`${tenant_id}/${task_id}`, revision]));
}
