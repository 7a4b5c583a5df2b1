import { createPool, type Pool } from '@taskfold/database';
import { say } from '../environment/output.ts';

/** Rows of one transaction, so that progress can be told. */
const STEP = 250_000;

export interface Fill {
  readonly tasks: number;
  /** Every n-th task still runs; the others have succeeded. */
  readonly runningEvery: number;
  /** Tasks that the processor has folded, of which the rows are copies. */
  readonly running: string;
  readonly succeeded: string;
}

/** Ids that follow one another, as those do that begin with a time. */
export const storedTaskId = (number: number): string => `task_${String(number).padStart(12, '0')}`;

/**
 * Fills the table of tasks with copies of two tasks, each with an id, a time of creation and metadata of its own, and
 * leaves the server with nothing more to write.
 */
export async function fillTasks(url: string, fill: Fill): Promise<void> {
  const pool = createPool({ url, max: 1, applicationName: 'bench', statementTimeoutMs: 0 });
  try {
    await pool.query("SET maintenance_work_mem = '512MB'");
    const indexes = await dropIndexes(pool);
    const copy = await copyStatement(pool);
    const began = performance.now();
    for (let from = 1; from <= fill.tasks; from += STEP) {
      const to = Math.min(from + STEP - 1, fill.tasks);
      await pool.query(copy, [from, to, fill.runningEvery, fill.running, fill.succeeded]);
      const perSecond = to / ((performance.now() - began) / 1000);
      if (fill.tasks > STEP) say(`  ${to} of ${fill.tasks} tasks, ${Math.round(perSecond)}/s`);
    }
    for (const [number, index] of indexes.entries()) {
      if (fill.tasks > STEP) say(`  index ${number + 1} of ${indexes.length}`);
      await pool.query(index);
    }
    // The first readers of a row would otherwise do a part of what vacuum does.
    await pool.query('VACUUM (ANALYZE) tasks');
    await pool.query('CHECKPOINT');
  } finally {
    await pool.end();
  }
}

/** To fill an index row by row takes many times as long. @returns statements that make them again */
async function dropIndexes(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; definition: string }>(`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index WHERE indrelid = 'tasks'::regclass AND NOT indisprimary ORDER BY 1`);
  for (const { name } of rows) await pool.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

async function copyStatement(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(`
    SELECT quote_ident(attname) AS name FROM pg_attribute
    WHERE attrelid = 'tasks'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`);
  const own: Readonly<Record<string, string>> = {
    task_id: "'task_' || lpad(n::text, 12, '0')",
    created_at: "t.created_at - n * interval '1 millisecond'",
    metadata: "jsonb_build_object('order', n::text)",
  };
  const names = rows.map(({ name }) => name);
  return `INSERT INTO tasks (${names.join(', ')})
    SELECT ${names.map((name) => own[name] ?? `t.${name}`).join(', ')}
    FROM generate_series($1::int8, $2::int8) AS n
    JOIN tasks t ON t.task_id = CASE WHEN n % $3::int8 = 0 THEN $4::text ELSE $5::text END
    ORDER BY n`;
}
