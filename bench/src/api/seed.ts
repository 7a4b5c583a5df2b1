import { ensureKey } from '@taskfold/access';
import { createCheckpoints, createPool, createPrisma } from '@taskfold/database';

/** The tenant that everything is asked for. */
export const TENANT = 'bench';

/**
 * Puts tasks of about 1 kB into a database as the processor would have left them: most succeeded, one in fifty failed, one in
 * a hundred canceled, one in five hundred open; rare values of each filter among common ones.
 *
 * @returns a key of their tenant
 */
export async function seedTasks(url: string, tasks: number): Promise<string> {
  const pool = createPool({ url, applicationName: 'bench-seed', max: 1, statementTimeoutMs: 0 });
  try {
    const key = { tenantId: TENANT, projectId: 'default', name: 'bench', scopes: ['tasks:read'] } as const;
    const made = await ensureKey(createPrisma(pool), key);
    if (made.kind !== 'made') throw new Error('the database was filled before');
    await createCheckpoints(pool, {
      projection: 'main',
      topic: 'task.events',
      partitionCount: 6,
      partitioner: 'murmur2',
    });
    await pool.query(INSERT, [TENANT, tasks]);
    await pool.query('VACUUM ANALYZE');
    return made.key;
  } finally {
    await pool.end();
  }
}

export const taskId = (number: number) => `task_${String(number).padStart(8, '0')}`;

const INSERT = `
  INSERT INTO tasks (tenant_id, task_id, kafka_partition, created_at, capability, model, project_id, client_request_id,
    credits_per_usd, callback_url, callback_events, metadata, input, output, output_final, revision, updated_at, status,
    started_at, completed_at, error_code, error_message, error_retryable, callback_status, callback_attempt_count,
    usage_output_tokens, usage_credits, usage_record_count, usage_line_count, usage_lines, charge_count, charged_credits, refunded_credits, settlement, fold_keys, api_key_id)
  SELECT $1, 'task_' || lpad(n::text, 8, '0'), n % 6, at, CASE WHEN n % 1000 = 0 THEN 'rare' ELSE 'chat' END,
    CASE WHEN n % 1000 = 1 THEN 'rare' ELSE 'model-' || n % 5 END, 'project-' || n % 1000, 'request-' || n,
    1000, 'https://example.com/hook', '{task.succeeded}',
    jsonb_build_object('campaign', 'c' || n % 3, 'order', n::text),
    json_build_object('prompt', repeat(md5(n::text), 8)), json_build_object('text', repeat(md5((-n)::text), 10)), true,
    5, at + interval '9 s', status, at + interval '1 s', CASE WHEN status <> 'running' THEN at + interval '9 s' END,
    CASE WHEN status = 'failed' THEN CASE WHEN n % 5000 = 50 THEN 'rare' ELSE 'refused' END END,
    CASE WHEN status = 'failed' THEN 'It was refused.' END, CASE WHEN status = 'failed' THEN false END,
    CASE WHEN n % 1000 = 7 THEN 'failed' ELSE 'delivered' END, 1, 100, 4, 1, 1,
    '[{"meter":"output_tokens","quantity":"100","unit":"token","billed_amount_credits":"4"}]', 1, 4, 0, 'final', '{}',
    CASE WHEN n % 100 <> 0 THEN 'key-' || n % 1000 END
  FROM (SELECT n, now() - interval '30 days' + n * interval '2 s' AS at,
    CASE WHEN n % 500 = 3 THEN 'running' WHEN n % 50 = 0 THEN 'failed' WHEN n % 100 = 1 THEN 'canceled'
      ELSE 'succeeded' END AS status
    FROM generate_series(1, $2::int) AS n) AS numbers`;
