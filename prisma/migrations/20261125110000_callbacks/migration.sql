-- Callbacks: what is to be told to whom, each attempt to tell it, the secrets it is signed with, and the events that say how
-- it went, until they are in the log.

-- The states of a delivery:
--
--   (written) --> ready --claimed--> leased --2xx--> delivered
--                   ^                  |  |---refused by the rules--> blocked
--                   |                  |  |---410--> gone
--                   |                  |  `---failed, the last time--> exhausted
--                   |                  |---failed--> waiting --its time comes--> ready
--                   |                  `---lease runs out, or is given back--> ready
--                   `---redelivered--- waiting, delivered, blocked, gone, exhausted
--   any --task.erased--> erased
CREATE TABLE deliveries (
  tenant_id text COLLATE "C" NOT NULL,
  task_id text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  delivery_id text COLLATE "C" NOT NULL,
  kafka_partition integer NOT NULL,
  url text,
  host text COLLATE "C" NOT NULL,
  event_time timestamptz(6) NOT NULL,
  state text NOT NULL,
  due_at timestamptz(6) NOT NULL,
  attempt_count integer NOT NULL DEFAULT 0,
  schedule_step integer NOT NULL DEFAULT 0,
  lease_token uuid,
  lease_until timestamptz(6),
  delivered_at timestamptz(6),
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, task_id, type),
  CONSTRAINT deliveries_state_check CHECK (state IN
    ('ready', 'leased', 'waiting', 'delivered', 'exhausted', 'blocked', 'gone', 'erased')),
  CONSTRAINT deliveries_lease_check CHECK
    ((state = 'leased') = (lease_until IS NOT NULL) AND (lease_token IS NULL) = (lease_until IS NULL)),
  CONSTRAINT deliveries_url_check CHECK (url IS NOT NULL OR state = 'erased'),
  CONSTRAINT deliveries_attempts_check CHECK (attempt_count >= 0 AND schedule_step >= 0)
)
-- Rows are worked on for seconds and then rest: vacuum comes by the rows of a burst, not by a share of all there ever were.
WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.05);
COMMENT ON TABLE deliveries IS 'What is to be told to whom: one row for each task and type of event that its creation asked for. Written in the transaction that writes the task.';
COMMENT ON COLUMN deliveries.tenant_id IS 'The tenant.';
COMMENT ON COLUMN deliveries.task_id IS 'The task.';
COMMENT ON COLUMN deliveries.type IS 'What is told, such as task.succeeded.';
COMMENT ON COLUMN deliveries.delivery_id IS 'The webhook-id of every attempt. Made from tenant, task and type, so that a database that was lost makes the same.';
COMMENT ON COLUMN deliveries.kafka_partition IS 'Partition of the events topic that holds the task.';
COMMENT ON COLUMN deliveries.url IS 'Where to. Null once the task is erased.';
COMMENT ON COLUMN deliveries.host IS 'Host and port of the URL, by which attempts are shared out. Empty where it has none.';
COMMENT ON COLUMN deliveries.event_time IS 'Time of the event that is told of.';
COMMENT ON COLUMN deliveries.state IS 'ready, leased, waiting, delivered, exhausted, blocked, gone or erased.';
COMMENT ON COLUMN deliveries.due_at IS 'When the next attempt is due, or the last one was.';
COMMENT ON COLUMN deliveries.attempt_count IS 'Attempts whose result is known.';
COMMENT ON COLUMN deliveries.schedule_step IS 'How many of them belong to the schedule that runs; a redelivery of what had ended begins it anew.';
COMMENT ON COLUMN deliveries.lease_token IS 'Drawn by each claim: the result of an attempt counts only while its token stands here.';
COMMENT ON COLUMN deliveries.lease_until IS 'When the attempt may be made by another process.';
COMMENT ON COLUMN deliveries.delivered_at IS 'When a receiver first answered 2xx.';
COMMENT ON COLUMN deliveries.created_at IS 'When the row was written.';
CREATE UNIQUE INDEX deliveries_delivery_id_key ON deliveries (delivery_id);
-- Claims walk from one host and tenant to the next, so what is due of one is never behind all that is due of another.
CREATE INDEX deliveries_ready_idx ON deliveries (host, tenant_id, due_at) WHERE state = 'ready';
CREATE INDEX deliveries_waiting_idx ON deliveries (due_at) WHERE state = 'waiting';
CREATE INDEX deliveries_leased_idx ON deliveries (lease_until) WHERE state = 'leased';

CREATE TABLE callback_gates (
  kafka_partition integer NOT NULL,
  open_until timestamptz(6) NOT NULL,
  PRIMARY KEY (kafka_partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE callback_gates IS 'Partitions whose deliveries may be claimed, because all that the log tells of them is folded. Renewed by whoever folds them, so that a copy of the database that is brought back has none.';
COMMENT ON COLUMN callback_gates.kafka_partition IS 'Partition of the events topic.';
COMMENT ON COLUMN callback_gates.open_until IS 'Until when.';

CREATE TABLE callback_attempts (
  tenant_id text COLLATE "C" NOT NULL,
  task_id text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  attempt integer NOT NULL,
  recorded_at timestamptz(6) NOT NULL DEFAULT now(),
  delivery_id text NOT NULL,
  started_at timestamptz(6) NOT NULL,
  duration_ms integer NOT NULL,
  outcome text NOT NULL,
  error text,
  status_code integer,
  detail text,
  next_attempt_at timestamptz(6),
  response_start bytea,
  PRIMARY KEY (tenant_id, task_id, type, attempt, recorded_at)
) PARTITION BY RANGE (recorded_at);
COMMENT ON TABLE callback_attempts IS 'Each attempt to tell. Appended to, and changed only where a task is erased; one partition for each month of recorded_at.';
COMMENT ON COLUMN callback_attempts.tenant_id IS 'The tenant.';
COMMENT ON COLUMN callback_attempts.task_id IS 'The task.';
COMMENT ON COLUMN callback_attempts.type IS 'What was told.';
COMMENT ON COLUMN callback_attempts.attempt IS '1, 2, 3, ... within the delivery.';
COMMENT ON COLUMN callback_attempts.recorded_at IS 'When the result was written, by the database''s clock.';
COMMENT ON COLUMN callback_attempts.delivery_id IS 'The webhook-id.';
COMMENT ON COLUMN callback_attempts.started_at IS 'When the attempt began.';
COMMENT ON COLUMN callback_attempts.duration_ms IS 'How long it took, in milliseconds.';
COMMENT ON COLUMN callback_attempts.outcome IS 'delivered, retrying, exhausted, blocked or gone.';
COMMENT ON COLUMN callback_attempts.error IS 'dns, connect, tls, timeout, http_4xx, http_5xx, redirect, gone or blocked. Null when delivered.';
COMMENT ON COLUMN callback_attempts.status_code IS 'What the receiver answered.';
COMMENT ON COLUMN callback_attempts.detail IS 'Which rule refused it, for operators.';
COMMENT ON COLUMN callback_attempts.next_attempt_at IS 'When the next attempt was due.';
COMMENT ON COLUMN callback_attempts.response_start IS 'The first 4 KiB of the answer, for operators; never shown to tenants. Null once the task is erased.';

CREATE TABLE callback_secrets (
  secret_id uuid NOT NULL DEFAULT gen_random_uuid(),
  tenant_id text COLLATE "C" NOT NULL,
  key_id text NOT NULL,
  ciphertext bytea NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  expires_at timestamptz(6),
  PRIMARY KEY (secret_id)
);
COMMENT ON TABLE callback_secrets IS 'What callbacks of a tenant are signed with. Tenants of events alone, which are listed nowhere, have one, too.';
COMMENT ON COLUMN callback_secrets.secret_id IS 'Id of the secret, for people and logs.';
COMMENT ON COLUMN callback_secrets.tenant_id IS 'The tenant.';
COMMENT ON COLUMN callback_secrets.key_id IS 'Which key of the environment it is encrypted with.';
COMMENT ON COLUMN callback_secrets.ciphertext IS 'AES-256-GCM: nonce of 12 bytes, tag of 16 bytes, the secret. Bound to tenant and secret_id.';
COMMENT ON COLUMN callback_secrets.created_at IS 'When it was made.';
COMMENT ON COLUMN callback_secrets.expires_at IS 'From when on it signs no more. Null: it is the current one.';
-- One current secret for each tenant, whoever makes it first.
CREATE UNIQUE INDEX callback_secrets_current_key ON callback_secrets (tenant_id) WHERE expires_at IS NULL;
CREATE INDEX callback_secrets_tenant_id_idx ON callback_secrets (tenant_id);

CREATE TABLE event_outbox (
  outbox_id bigserial NOT NULL,
  tenant_id text NOT NULL,
  task_id text NOT NULL,
  source text NOT NULL,
  event_id text NOT NULL,
  type text NOT NULL,
  event_time timestamptz(6) NOT NULL,
  data jsonb NOT NULL,
  written_at timestamptz(6) NOT NULL DEFAULT now(),
  PRIMARY KEY (outbox_id)
);
COMMENT ON TABLE event_outbox IS 'Events of our own on their way to the events topic, written with what they tell of. A row goes once the log has it.';
COMMENT ON COLUMN event_outbox.outbox_id IS 'In the order of writing, roughly.';
COMMENT ON COLUMN event_outbox.tenant_id IS 'The tenant.';
COMMENT ON COLUMN event_outbox.task_id IS 'The task.';
COMMENT ON COLUMN event_outbox.source IS 'Source of the event.';
COMMENT ON COLUMN event_outbox.event_id IS 'Id of the event: one that is published twice is a duplicate.';
COMMENT ON COLUMN event_outbox.type IS 'Type of the event.';
COMMENT ON COLUMN event_outbox.event_time IS 'Time of the event.';
COMMENT ON COLUMN event_outbox.data IS 'Data of the event.';
COMMENT ON COLUMN event_outbox.written_at IS 'When it was written.';

CREATE OR REPLACE FUNCTION taskfold_ensure_partitions(month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  parent text;
  child text;
  first_day date := date_trunc('month', month::timestamp)::date;
  next_day date := (date_trunc('month', month::timestamp) + interval '1 month')::date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('taskfold_ensure_partitions', 0));
  FOREACH parent IN ARRAY ARRAY['timeline', 'changes', 'callback_attempts'] LOOP
    child := format('%s_%s', parent, to_char(first_day, 'YYYY_MM'));
    CONTINUE WHEN to_regclass(format('taskfold_partitions.%I', child)) IS NOT NULL;
    EXECUTE format('CREATE TABLE taskfold_partitions.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', child, parent);
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION taskfold_partitions.%I FOR VALUES FROM (%L) TO (%L)',
      parent, child, first_day || ' 00:00:00+00', next_day || ' 00:00:00+00');
  END LOOP;
END
$$;
COMMENT ON FUNCTION taskfold_ensure_partitions(date) IS 'Makes the partitions of timeline, changes and callback_attempts for the month of a day.';
SELECT taskfold_ensure_partitions(day::date)
  FROM unnest(ARRAY[now() AT TIME ZONE 'UTC', (now() AT TIME ZONE 'UTC') + interval '1 month']) AS day;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT SELECT ON deliveries TO taskfold_api;
    GRANT UPDATE (state, due_at, schedule_step) ON deliveries TO taskfold_api;
    -- Not the column response_start: what a receiver answered is not for tenants.
    GRANT SELECT (tenant_id, task_id, type, attempt, recorded_at, delivery_id, started_at, duration_ms, outcome, error,
      status_code, next_attempt_at) ON callback_attempts TO taskfold_api;
    GRANT SELECT, INSERT, UPDATE ON callback_secrets TO taskfold_api;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    GRANT SELECT, INSERT, UPDATE ON deliveries TO taskfold_processor;
    GRANT SELECT, INSERT, UPDATE, DELETE ON callback_gates TO taskfold_processor;
    GRANT SELECT, INSERT, UPDATE (response_start) ON callback_attempts TO taskfold_processor;
    GRANT SELECT, INSERT ON callback_secrets TO taskfold_processor;
    -- FOR UPDATE wants the right to update.
    GRANT SELECT, INSERT, UPDATE, DELETE ON event_outbox TO taskfold_processor;
    GRANT USAGE ON SEQUENCE event_outbox_outbox_id_seq TO taskfold_processor;
  END IF;
END
$$;
