-- What the HTTP API needs beyond the projection: lists by every filter, usage by time, its own idempotency keys.

-- Two columns that PostgreSQL derives itself. Both change at the end of a task or where something is amiss, so that the
-- indexes over them cost an ordinary update nothing: status itself, which also changes at the start, is in no index.
ALTER TABLE tasks
  ADD COLUMN end_status text GENERATED ALWAYS AS (CASE WHEN completed_at IS NOT NULL THEN status END) STORED,
  ADD COLUMN needs text[] GENERATED ALWAYS AS (nullif(array_remove(ARRAY[
    CASE WHEN status = 'succeeded' AND usage_credits IS NULL THEN 'usage' END,
    CASE WHEN status IN ('failed', 'canceled') AND charged_credits > 0 AND refunded_credits = 0 THEN 'refund' END,
    CASE WHEN usage_credits IS NOT NULL
      AND (charged_credits IS NULL OR (charged_credits = 0 AND usage_credits > 0)) THEN 'charge' END,
    CASE WHEN refunded_credits > charged_credits THEN 'over_refund' END,
    CASE WHEN conflict THEN 'conflict' END
  ], NULL), ARRAY[]::text[])) STORED;
COMMENT ON COLUMN tasks.end_status IS 'The status of a task that has ended. Null while it is open.';
COMMENT ON COLUMN tasks.needs IS 'Why a person should look at the task, as far as the row alone tells: usage, refund, charge, over_refund, conflict. Null where all is well.';

-- Lists are of one tenant, ordered by creation; each filter that is rare in some tenant has its own order to be read in.
CREATE INDEX tasks_open_idx ON tasks (tenant_id, created_at DESC, task_id DESC)
  WHERE created_at IS NOT NULL AND completed_at IS NULL;
CREATE INDEX tasks_end_status_idx ON tasks (tenant_id, end_status, created_at DESC, task_id DESC)
  WHERE created_at IS NOT NULL AND end_status IS NOT NULL;
CREATE INDEX tasks_capability_idx ON tasks (tenant_id, capability, created_at DESC, task_id DESC)
  WHERE created_at IS NOT NULL;
CREATE INDEX tasks_model_idx ON tasks (tenant_id, model, created_at DESC, task_id DESC)
  WHERE created_at IS NOT NULL;
CREATE INDEX tasks_project_id_idx ON tasks (tenant_id, project_id, created_at DESC, task_id DESC)
  WHERE created_at IS NOT NULL AND project_id IS NOT NULL;
CREATE INDEX tasks_client_request_id_idx ON tasks (tenant_id, client_request_id, created_at DESC, task_id DESC)
  WHERE created_at IS NOT NULL AND client_request_id IS NOT NULL;
CREATE INDEX tasks_error_code_idx ON tasks (tenant_id, error_code, created_at DESC, task_id DESC)
  WHERE created_at IS NOT NULL AND error_code IS NOT NULL;
CREATE INDEX tasks_callback_status_idx ON tasks (tenant_id, callback_status, created_at DESC, task_id DESC)
  WHERE created_at IS NOT NULL AND callback_status IS NOT NULL;
CREATE INDEX tasks_needs_idx ON tasks (tenant_id, created_at DESC, task_id DESC)
  WHERE created_at IS NOT NULL AND needs IS NOT NULL;
CREATE INDEX tasks_completed_at_idx ON tasks (tenant_id, completed_at)
  WHERE created_at IS NOT NULL AND completed_at IS NOT NULL;
CREATE INDEX tasks_metadata_idx ON tasks USING gin (metadata jsonb_path_ops)
  WHERE created_at IS NOT NULL AND metadata <> '{}';

-- Sums over time are of entries, by the time of the event that brought them.
CREATE INDEX usage_records_event_time_idx ON usage_records (tenant_id, event_time);
CREATE INDEX ledger_entries_event_time_idx ON ledger_entries (tenant_id, event_time);

CREATE TABLE projection_lag (
  projection text NOT NULL,
  topic text NOT NULL,
  kafka_partition integer NOT NULL,
  lag_seconds double precision NOT NULL,
  noted_at timestamptz(6) NOT NULL DEFAULT now(),
  PRIMARY KEY (projection, topic, kafka_partition),
  CONSTRAINT projection_lag_seconds_check CHECK (lag_seconds >= 0)
) WITH (fillfactor = 50);
COMMENT ON TABLE projection_lag IS 'How far each partition is behind its log, as whoever folds it notes every second.';
COMMENT ON COLUMN projection_lag.projection IS 'Name of the projection.';
COMMENT ON COLUMN projection_lag.topic IS 'The events topic.';
COMMENT ON COLUMN projection_lag.kafka_partition IS 'Partition of that topic.';
COMMENT ON COLUMN projection_lag.lag_seconds IS 'Age of the oldest record that is not folded; 0 where there is none.';
COMMENT ON COLUMN projection_lag.noted_at IS 'When it was noted. A note that is old says that nobody folds.';

CREATE TABLE idempotency_keys (
  tenant_id text COLLATE "C" NOT NULL,
  idempotency_key text COLLATE "C" NOT NULL,
  request_hash bytea NOT NULL,
  owner uuid NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  busy_until timestamptz(6),
  PRIMARY KEY (tenant_id, idempotency_key)
) WITH (fillfactor = 80);
COMMENT ON TABLE idempotency_keys IS 'Keys that clients gave requests which must not act twice, kept for a day.';
COMMENT ON COLUMN idempotency_keys.tenant_id IS 'The tenant.';
COMMENT ON COLUMN idempotency_keys.idempotency_key IS 'The key, as the client chose it.';
COMMENT ON COLUMN idempotency_keys.request_hash IS 'SHA-256 of method, path and body: the same key with another request is a mistake.';
COMMENT ON COLUMN idempotency_keys.owner IS 'Token of the request that has it, for it alone may end it.';
COMMENT ON COLUMN idempotency_keys.created_at IS 'When it came first.';
COMMENT ON COLUMN idempotency_keys.busy_until IS 'Until when a request with it is believed to run. Null: it has ended.';
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT SELECT ON projection_lag TO taskfold_api;
    GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO taskfold_api;
    GRANT INSERT, UPDATE ON tenants, projects, api_keys TO taskfold_api;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    GRANT SELECT, INSERT, UPDATE ON projection_lag TO taskfold_processor;
  END IF;
END
$$;
