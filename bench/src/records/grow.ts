import { createPool } from '@taskfold/database';

const STATEMENTS = [
  `INSERT INTO usage_records (tenant_id, task_id, source, event_id, event_time, output_tokens, lines, kafka_partition)
   SELECT tenant_id, task_id, source, 'old_' || n || '_' || event_id, event_time - interval '1 day', output_tokens, lines,
     kafka_partition
   FROM usage_records, generate_series(1, $1::int) AS n`,
  `INSERT INTO ledger_entries (tenant_id, task_id, kind, entry_id, source, event_id, event_time, amount_credits, estimated,
     kafka_partition)
   SELECT tenant_id, task_id, kind, 'old_' || n || '_' || entry_id, source, 'old_' || n || '_' || event_id,
     event_time - interval '1 day', amount_credits, estimated, kafka_partition
   FROM ledger_entries, generate_series(1, $1::int) AS n`,
  // The lines that are shown stay: those that are copied count as beyond them.
  `UPDATE tasks SET usage_record_count = usage_record_count * ($1::int + 1), usage_line_count = usage_line_count * ($1::int + 1),
     usage_output_tokens = usage_output_tokens * ($1::int + 1), usage_credits = usage_credits * ($1::int + 1),
     charge_count = charge_count * ($1::int + 1), charged_credits = charged_credits * ($1::int + 1)`,
];

/** Gives each task its usage records and ledger entries so many times more. */
export async function grow(databaseUrl: string, copies: number): Promise<void> {
  const pool = createPool({ url: databaseUrl, max: 1, applicationName: 'bench', statementTimeoutMs: 0 });
  try {
    if (copies > 0) for (const statement of STATEMENTS) await pool.query(statement, [copies]);
    await pool.query('VACUUM (ANALYZE)');
    await pool.query('CHECKPOINT');
  } finally {
    await pool.end();
  }
}
