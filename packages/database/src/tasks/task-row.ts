import type {
  CallbackEvent,
  CallbackStatus,
  CancelOutcome,
  Instant,
  JsonText,
  Meter,
  Settlement,
  TaskStatus,
} from '@taskfold/contract';

type UsageColumns = { readonly [Name in Meter as `usage_${Name}`]: string | null };

/**
 * A row of `tasks`, the same when it is written and when it is read: decimals, json and jsonb are texts, times are
 * instants. The columns are explained in the database.
 */
export interface TaskRow extends UsageColumns {
  readonly tenant_id: string;
  readonly task_id: string;
  readonly created_at: Instant | null;
  readonly capability: string | null;
  readonly model: string | null;
  readonly project_id: string | null;
  readonly client_request_id: string | null;
  readonly deadline_at: Instant | null;
  readonly credits_per_usd: string | null;
  readonly callback_url: string | null;
  readonly callback_events: readonly CallbackEvent[] | null;
  readonly metadata: string | null;
  readonly input: JsonText | null;
  readonly output: JsonText | null;
  readonly output_final: boolean | null;
  readonly revision: number;
  readonly updated_at: Instant;
  readonly progress_percent: number | null;
  readonly progress_stage: string | null;
  readonly progress_message: string | null;
  readonly progress_stage_started_at: Instant | null;
  readonly progress_time: Instant | null;
  readonly progress_source: string | null;
  readonly progress_event_id: string | null;
  readonly stages: string | null;
  readonly status: TaskStatus;
  readonly started_at: Instant | null;
  readonly attempt: number | null;
  readonly resolved_model: string | null;
  readonly completed_at: Instant | null;
  readonly end_reason: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly error_retryable: boolean | null;
  readonly error_param: string | null;
  readonly error_details: JsonText | null;
  readonly cancel_requested_at: Instant | null;
  readonly cancel_reason: string | null;
  readonly cancel_outcome: CancelOutcome | null;
  readonly callback_status: CallbackStatus | null;
  readonly callback_attempt_count: number | null;
  readonly callback_delivered_at: Instant | null;
  readonly callback_last_error: string | null;
  readonly callback_last_status_code: number | null;
  readonly callback_next_attempt_at: Instant | null;
  readonly warnings: string | null;
  readonly usage_credits: string | null;
  readonly usage_lines: string | null;
  readonly charged_credits: string | null;
  readonly refunded_credits: string | null;
  readonly settlement: Settlement | null;
  readonly conflict: boolean;
  readonly data_removed: boolean;
  readonly fold_keys: string;
  readonly usage_record_count: number | null;
  readonly usage_line_count: number | null;
  readonly charge_count: number | null;
  readonly refund_count: number | null;
}
