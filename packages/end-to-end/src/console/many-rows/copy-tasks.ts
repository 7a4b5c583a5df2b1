import { createPool } from '@taskfold/database';

/**
 * Copies tasks that the processor has folded, in turn, until there are so many more: each copy with an id, a time of creation two
 * seconds before the last, and a request of its own.
 */
export async function copyTasks(url: string, taskIds: readonly string[], count: number): Promise<void> {
  const pool = createPool({ url, applicationName: 'test', max: 1, statementTimeoutMs: 0 });
  try {
    const { rows } = await pool.query<{ name: string }>(`
      SELECT quote_ident(attname) AS name FROM pg_attribute
      WHERE attrelid = 'tasks'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`);
    const own: Readonly<Record<string, string>> = {
      task_id: "'copy_' || lpad(n::text, 7, '0')",
      created_at: "t.created_at - n * interval '2 s'",
      client_request_id: "'request-' || n",
    };
    const names = rows.map(({ name }) => name);
    await pool.query(
      `INSERT INTO tasks (${names.join(', ')})
       SELECT ${names.map((name) => own[name] ?? `t.${name}`).join(', ')}
       FROM generate_series(1, $1::int) AS n JOIN tasks t ON t.task_id = ($2::text[])[1 + n % $3::int]`,
      [count, taskIds, taskIds.length],
    );
    await pool.query('VACUUM (ANALYZE) tasks');
  } finally {
    await pool.end();
  }
}
