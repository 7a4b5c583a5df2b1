import type { Pool, Queryable } from '@taskfold/database';

/** A task whose rows differ, with the columns that do: `tasks.status`, or `usage_records` and `ledger_entries` as wholes. */
export interface Difference {
  readonly tenantId: string;
  readonly taskId: string;
  readonly columns: readonly string[];
}

/** In place of the columns: the live tables lack a task that the log has. */
const MISSING = 'tasks (missing)';
/** In place of the columns: the live tables have a task that the log lacks. */
export const SURPLUS = 'tasks (not in the log)';

const TASK = ['tenant_id', 'task_id', 'kafka_partition'] as const;

/** Tables with the columns that tell their rows apart. */
const TABLES = {
  tasks: TASK,
  usage_records: [...TASK, 'source', 'event_id'],
  ledger_entries: [...TASK, 'kind', 'entry_id'],
} as const;

const START = { tenantId: '', taskId: '' };
type Key = typeof START;

/**
 * Notes every task whose rows differ between the live tables and those of the pool's version, a range of tasks at a time.
 * The live version may move meanwhile, so what is noted is a suspicion that {@link settleDifferences} decides.
 *
 * @returns after each range, how many tasks it had
 */
export async function* suspectDifferences(pool: Pool, tasksPerRange = 5000): AsyncGenerator<number> {
  await pool.query('DELETE FROM differences');
  for (let after: Key | null = START; after !== null; ) {
    const upTo: Key | null = await lastOfRange(pool, after, tasksPerRange);
    const bounds = [after.tenantId, after.taskId, ...(upTo === null ? [] : [upTo.tenantId, upTo.taskId])];
    await pool.query(suspectRange(upTo !== null), bounds);
    yield tasksPerRange;
    after = upTo;
  }
}

async function lastOfRange(pool: Pool, after: Key, length: number): Promise<Key | null> {
  const { rows } = await pool.query<{ tenant_id: string; task_id: string }>(
    `SELECT tenant_id, task_id FROM public.tasks WHERE (tenant_id, task_id) > ($1, $2)
     ORDER BY tenant_id, task_id OFFSET $3 LIMIT 1`,
    [after.tenantId, after.taskId, length - 1],
  );
  const [last] = rows;
  return last === undefined ? null : { tenantId: last.tenant_id, taskId: last.task_id };
}

function suspectRange(isBounded: boolean): string {
  const range = `(r.tenant_id, r.task_id) > ($1, $2)${isBounded ? ' AND (r.tenant_id, r.task_id) <= ($3, $4)' : ''}`;
  const parts = Object.entries(TABLES).map(([table, key]) => {
    // As texts: json has no equality, and every digit counts.
    const side = (schema: string) =>
      `(SELECT ${key.join(', ')}, r::text AS content FROM ${schema}${table} r WHERE ${range})`;
    return `SELECT ${TASK.join(', ')} FROM ${side('public.')} l FULL JOIN ${side('')} v USING (${key.join(', ')})
      WHERE l.content IS DISTINCT FROM v.content`;
  });
  return `INSERT INTO differences (${TASK.join(', ')}) ${parts.join(' UNION ')} ON CONFLICT DO NOTHING`;
}

/**
 * Decides all that is suspected, with the columns that differ. Both versions must stand still, folded equally far.
 *
 * @param client in a transaction that sees the live version as it stands still
 * @returns how many tasks differ
 */
export async function settleDifferences(client: Queryable): Promise<number> {
  const { rows: columns } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = 'public.tasks'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
  );
  await client.query(`UPDATE differences d SET columns = found.columns FROM (
      SELECT ${TASK.join(', ')}, ${columnsThatDiffer(columns.map(({ name }) => name))} AS columns
      FROM differences d LEFT JOIN public.tasks l USING (${TASK.join(', ')}) LEFT JOIN tasks v USING (${TASK.join(', ')})
    ) AS found
    WHERE d.tenant_id = found.tenant_id AND d.task_id = found.task_id AND d.kafka_partition = found.kafka_partition`);
  await client.query(`DELETE FROM differences WHERE columns = '{}'`);
  const { rows } = await client.query<{ count: number }>('SELECT count(*) AS count FROM differences');
  return rows[0]?.count ?? 0;
}

function columnsThatDiffer(columns: readonly string[]): string {
  const ofTasks = columns.map(
    (name) => `CASE WHEN l.${name}::text IS DISTINCT FROM v.${name}::text THEN 'tasks.${name}' END`,
  );
  const parts = (['usage_records', 'ledger_entries'] as const).map((table) => {
    const side = (schema: string) => `(SELECT array_agg(r::text ORDER BY ${TABLES[table].join(', ')})
      FROM ${schema}${table} r WHERE ${TASK.map((name) => `r.${name} = d.${name}`).join(' AND ')})`;
    return `CASE WHEN ${side('public.')} IS DISTINCT FROM ${side('')} THEN '${table}' END`;
  });
  return `CASE
      WHEN l.task_id IS NULL AND v.task_id IS NULL THEN '{}'
      WHEN l.task_id IS NULL THEN '{${MISSING}}'
      WHEN v.task_id IS NULL THEN '{${SURPLUS}}'
      ELSE array_remove(ARRAY[${ofTasks.join(', ')}], NULL)
    END || array_remove(ARRAY[${parts.join(', ')}], NULL)`;
}

/** What {@link settleDifferences} found, in the order of the tasks. */
export async function listDifferences(client: Queryable, limit: number): Promise<Difference[]> {
  const { rows } = await client.query<{ tenant_id: string; task_id: string; columns: string[] }>(
    'SELECT * FROM differences WHERE columns IS NOT NULL ORDER BY tenant_id, task_id LIMIT $1',
    [limit],
  );
  return rows.map(({ tenant_id, task_id, columns }) => ({ tenantId: tenant_id, taskId: task_id, columns }));
}
