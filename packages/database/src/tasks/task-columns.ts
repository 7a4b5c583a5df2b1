import { METERS } from '@taskfold/contract';
import type { Column } from '../chunk/recordset.ts';

/**
 * Columns that change together. `progress` changes with every event that changes a task; the others are left out of an
 * update that does not touch them, so that nothing large is written again.
 */
export type ColumnGroup = 'key' | 'creation' | 'output' | 'progress' | 'facts' | 'lists';

export interface TaskColumn extends Column {
  readonly group: ColumnGroup;
}

/** The columns of `tasks`, in the order of the table. */
export const TASK_COLUMNS: readonly TaskColumn[] = [
  ...group('key', { tenant_id: 'text', task_id: 'text', kafka_partition: 'integer' }),
  ...group('creation', {
    created_at: 'timestamptz',
    capability: 'text',
    model: 'text',
    project_id: 'text',
    client_request_id: 'text',
    deadline_at: 'timestamptz',
    credits_per_usd: 'numeric',
    callback_url: 'text',
    callback_events: 'text[]',
    metadata: 'jsonb',
    input: 'json',
  }),
  ...group('output', { output: 'json', output_final: 'boolean' }),
  ...group('progress', {
    revision: 'bigint',
    updated_at: 'timestamptz',
    progress_percent: 'double precision',
    progress_stage: 'text',
    progress_message: 'text',
    progress_stage_started_at: 'timestamptz',
    progress_time: 'timestamptz',
    progress_source: 'text',
    progress_event_id: 'text',
    stages: 'jsonb',
  }),
  ...group('facts', {
    status: 'text',
    started_at: 'timestamptz',
    attempt: 'integer',
    resolved_model: 'text',
    completed_at: 'timestamptz',
    end_reason: 'text',
    error_code: 'text',
    error_message: 'text',
    error_retryable: 'boolean',
    error_param: 'text',
    error_details: 'json',
    cancel_requested_at: 'timestamptz',
    cancel_reason: 'text',
    cancel_outcome: 'text',
    callback_status: 'text',
    callback_attempt_count: 'integer',
    callback_delivered_at: 'timestamptz',
    callback_last_error: 'text',
    callback_last_status_code: 'integer',
    callback_next_attempt_at: 'timestamptz',
  }),
  ...group('lists', { warnings: 'jsonb' }),
  ...group('facts', {
    ...Object.fromEntries(METERS.map((meter) => [`usage_${meter}`, 'numeric'])),
    usage_credits: 'numeric',
  }),
  ...group('lists', { usage_lines: 'json' }),
  ...group('facts', {
    charged_credits: 'numeric',
    refunded_credits: 'numeric',
    settlement: 'text',
    conflict: 'boolean',
    data_removed: 'boolean',
    fold_keys: 'jsonb',
    usage_record_count: 'integer',
    usage_line_count: 'integer',
    charge_count: 'integer',
    refund_count: 'integer',
  }),
];

/** Those of a row as the rest of the code knows it, in the order of its keys: the partition is the writer's business. */
export const ROW_COLUMNS: readonly TaskColumn[] = TASK_COLUMNS.filter(
  ({ name }) => name !== 'kafka_partition',
);

function group(name: ColumnGroup, types: Readonly<Record<string, string>>): TaskColumn[] {
  return Object.entries(types).map(([column, type]) => ({ name: column, type, group: name }));
}
