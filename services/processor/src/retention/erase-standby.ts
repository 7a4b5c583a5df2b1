import type { Pool } from '@taskfold/database';
import { STANDBY, versionExists } from '../replay/version.ts';

const TASKS = `
  UPDATE taskfold_standby.tasks v
  SET input = NULL, output = NULL, callback_url = NULL, progress_message = NULL, end_reason = NULL, cancel_reason = NULL,
    metadata = CASE WHEN v.metadata IS NOT NULL THEN '{}'::jsonb END,
    error_message = CASE WHEN v.error_message IS NOT NULL THEN '' END, error_param = NULL, error_details = NULL,
    warnings = (SELECT jsonb_agg(w || '{"message": "", "field": null}') FROM jsonb_array_elements(v.warnings) AS w)
  FROM public.tasks l
  WHERE l.tenant_id = v.tenant_id AND l.task_id = v.task_id AND l.kafka_partition = v.kafka_partition
    AND l.data_removed AND NOT v.data_removed
    AND (v.input IS NOT NULL OR v.output IS NOT NULL OR v.callback_url IS NOT NULL OR v.progress_message IS NOT NULL
      OR v.end_reason IS NOT NULL OR v.cancel_reason IS NOT NULL OR v.metadata <> '{}' OR v.error_message <> ''
      OR v.error_param IS NOT NULL OR v.error_details IS NOT NULL
      OR v.warnings IS NOT NULL)`;

const REASONS = `
  UPDATE taskfold_standby.ledger_entries v SET reason = NULL FROM public.tasks l
  WHERE l.tenant_id = v.tenant_id AND l.task_id = v.task_id AND l.kafka_partition = v.kafka_partition
    AND l.data_removed AND v.reason IS NOT NULL`;

/**
 * Removes from the standby the content of tasks that are erased in the live version: the standby meets the erasure only when
 * it catches up, which it may never do. Folding on comes to the same, for the erasure takes the content in any case.
 *
 * @returns how many tasks it touched
 */
export async function eraseStandby(pool: Pool): Promise<number> {
  if (!(await versionExists(pool, STANDBY))) return 0;
  const { rowCount } = await pool.query(TASKS);
  await pool.query(REASONS);
  return rowCount ?? 0;
}
