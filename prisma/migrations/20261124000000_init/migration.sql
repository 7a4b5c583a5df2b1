-- The whole projection. All times are UTC with microseconds; all money is exact (numeric), in credits.
-- Ids compare by bytes (COLLATE "C"), the same on every server.

-- Months of the append-only tables live apart, so that a list of the tables shows only what a person looks for.
CREATE SCHEMA taskfold_partitions;

-- Who may do what is said at the end.

CREATE TABLE tasks (
  tenant_id text COLLATE "C" NOT NULL,
  task_id text COLLATE "C" NOT NULL,
  kafka_partition integer NOT NULL,
  created_at timestamptz(6),
  capability text,
  model text,
  project_id text,
  client_request_id text,
  deadline_at timestamptz(6),
  credits_per_usd numeric,
  callback_url text,
  callback_events text[],
  metadata jsonb,
  input json,
  output json,
  output_final boolean,
  revision bigint NOT NULL,
  updated_at timestamptz(6) NOT NULL,
  progress_percent double precision,
  progress_stage text,
  progress_message text,
  progress_stage_started_at timestamptz(6),
  progress_time timestamptz(6),
  progress_source text,
  progress_event_id text,
  stages jsonb,
  status text NOT NULL,
  started_at timestamptz(6),
  attempt integer,
  resolved_model text,
  completed_at timestamptz(6),
  end_reason text,
  error_code text,
  error_message text,
  error_retryable boolean,
  error_param text,
  error_details json,
  cancel_requested_at timestamptz(6),
  cancel_reason text,
  cancel_outcome text,
  callback_status text,
  callback_attempt_count integer,
  callback_delivered_at timestamptz(6),
  callback_last_error text,
  callback_last_status_code integer,
  callback_next_attempt_at timestamptz(6),
  warnings jsonb,
  usage_input_tokens numeric,
  usage_output_tokens numeric,
  usage_cache_read_tokens numeric,
  usage_cache_creation_tokens numeric,
  usage_reasoning_tokens numeric,
  usage_image_count numeric,
  usage_image_pixels numeric,
  usage_video_seconds numeric,
  usage_audio_seconds numeric,
  usage_characters numeric,
  usage_credits numeric,
  usage_lines json,
  charged_credits numeric,
  refunded_credits numeric,
  settlement text,
  conflict boolean NOT NULL DEFAULT false,
  data_removed boolean NOT NULL DEFAULT false,
  fold_keys jsonb NOT NULL,
  PRIMARY KEY (tenant_id, task_id),
  CONSTRAINT tasks_status_check CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'canceled')),
  CONSTRAINT tasks_revision_check CHECK (revision > 0),
  CONSTRAINT tasks_completed_check CHECK ((completed_at IS NULL) = (status IN ('queued', 'running')))
)
-- Room on each page lets an update stay on it; no index holds a column that changes while a task runs, so such updates
-- touch no index. A small toast target moves input and output out of the row, so that progress does not copy them.
WITH (fillfactor = 80, toast_tuple_target = 256, autovacuum_vacuum_scale_factor = 0.05,
  autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
COMMENT ON TABLE tasks IS 'One row for each task: everything that GET /v1/tasks/{task_id} shows, and what folding on needs. Written by the processor alone.';
COMMENT ON COLUMN tasks.tenant_id IS 'The tenant; with task_id the identity of the task.';
COMMENT ON COLUMN tasks.task_id IS 'The id that the producer gave the task.';
COMMENT ON COLUMN tasks.kafka_partition IS 'The partition of the events topic that holds all of the task.';
COMMENT ON COLUMN tasks.created_at IS 'Time of the task.created that stands. Null: only other events have come so far, and nobody sees the task.';
COMMENT ON COLUMN tasks.capability IS 'What the task does, such as image.generate. Null until created.';
COMMENT ON COLUMN tasks.model IS 'The model that was asked for. Null until created.';
COMMENT ON COLUMN tasks.project_id IS 'The project that the task is counted under.';
COMMENT ON COLUMN tasks.client_request_id IS 'The id that the caller gave its request.';
COMMENT ON COLUMN tasks.deadline_at IS 'When the task should have ended.';
COMMENT ON COLUMN tasks.credits_per_usd IS 'Credits that one US dollar buys, for the USD references. Null until created.';
COMMENT ON COLUMN tasks.callback_url IS 'Where the caller wants to be told. Null without a callback, and once the task is erased.';
COMMENT ON COLUMN tasks.callback_events IS 'What the caller wants to be told of. Null without a callback.';
COMMENT ON COLUMN tasks.metadata IS 'The caller''s own pairs of key and value. Null until created.';
COMMENT ON COLUMN tasks.input IS 'What the task was given, as it was sent: json and not jsonb, so that order and digits stay.';
COMMENT ON COLUMN tasks.output IS 'What the task gave, as it was sent; partial until the end.';
COMMENT ON COLUMN tasks.output_final IS 'The end brought the output. Null where there was none.';
COMMENT ON COLUMN tasks.revision IS 'Number of events that changed the task, plus what a rebuild with corrections left behind.';
COMMENT ON COLUMN tasks.updated_at IS 'Record time of the last event that changed the task.';
COMMENT ON COLUMN tasks.progress_percent IS 'How much is done, 0 to 100.';
COMMENT ON COLUMN tasks.progress_stage IS 'The stage that the newest progress names.';
COMMENT ON COLUMN tasks.progress_message IS 'What is going on, for the end user.';
COMMENT ON COLUMN tasks.progress_stage_started_at IS 'Earliest time that named that stage.';
COMMENT ON COLUMN tasks.progress_time IS 'Time of the newest progress; with its source and event id what later ones are compared with. Null: no progress.';
COMMENT ON COLUMN tasks.progress_source IS 'Source of the newest progress.';
COMMENT ON COLUMN tasks.progress_event_id IS 'Event id of the newest progress.';
COMMENT ON COLUMN tasks.stages IS 'Earliest time of every stage: [[stage, time], ...].';
COMMENT ON COLUMN tasks.status IS 'queued, running, succeeded, failed or canceled; only ever rises.';
COMMENT ON COLUMN tasks.started_at IS 'Earliest time of a task.started.';
COMMENT ON COLUMN tasks.attempt IS 'Highest attempt that was named.';
COMMENT ON COLUMN tasks.resolved_model IS 'The model that does the work, where it was named: the newest.';
COMMENT ON COLUMN tasks.completed_at IS 'Time of the first terminal event of the log. Null while the task is open.';
COMMENT ON COLUMN tasks.end_reason IS 'Reason that the end gave.';
COMMENT ON COLUMN tasks.error_code IS 'Code of the failure. Null where the task did not fail.';
COMMENT ON COLUMN tasks.error_message IS 'The failure in words, safe for end users.';
COMMENT ON COLUMN tasks.error_retryable IS 'Whether asking again may help.';
COMMENT ON COLUMN tasks.error_param IS 'The part of the input that the failure is about.';
COMMENT ON COLUMN tasks.error_details IS 'Further details of the failure.';
COMMENT ON COLUMN tasks.cancel_requested_at IS 'Time of the earliest task.cancel_requested.';
COMMENT ON COLUMN tasks.cancel_reason IS 'Its reason.';
COMMENT ON COLUMN tasks.cancel_outcome IS 'pending, confirmed, or lost_race where the task ended otherwise.';
COMMENT ON COLUMN tasks.callback_status IS 'pending, retrying, delivered or failed: of the callback that tells of the end. Null without a callback.';
COMMENT ON COLUMN tasks.callback_attempt_count IS 'How often it was tried.';
COMMENT ON COLUMN tasks.callback_delivered_at IS 'When the receiver took it.';
COMMENT ON COLUMN tasks.callback_last_error IS 'Why the last attempt had no answer.';
COMMENT ON COLUMN tasks.callback_last_status_code IS 'What the receiver answered last.';
COMMENT ON COLUMN tasks.callback_next_attempt_at IS 'When the next attempt is due.';
COMMENT ON COLUMN tasks.warnings IS '[{code, message, field, time, source, id, index}, ...]: the first 100 by time, source, id and index.';
COMMENT ON COLUMN tasks.usage_input_tokens IS 'Sum of the meter input_tokens over usage_records. Null where no record has it.';
COMMENT ON COLUMN tasks.usage_output_tokens IS 'Sum of the meter output_tokens over usage_records. Null where no record has it.';
COMMENT ON COLUMN tasks.usage_cache_read_tokens IS 'Sum of the meter cache_read_tokens over usage_records. Null where no record has it.';
COMMENT ON COLUMN tasks.usage_cache_creation_tokens IS 'Sum of the meter cache_creation_tokens over usage_records. Null where no record has it.';
COMMENT ON COLUMN tasks.usage_reasoning_tokens IS 'Sum of the meter reasoning_tokens over usage_records. Null where no record has it.';
COMMENT ON COLUMN tasks.usage_image_count IS 'Sum of the meter image_count over usage_records. Null where no record has it.';
COMMENT ON COLUMN tasks.usage_image_pixels IS 'Sum of the meter image_pixels over usage_records. Null where no record has it.';
COMMENT ON COLUMN tasks.usage_video_seconds IS 'Sum of the meter video_seconds over usage_records. Null where no record has it.';
COMMENT ON COLUMN tasks.usage_audio_seconds IS 'Sum of the meter audio_seconds over usage_records. Null where no record has it.';
COMMENT ON COLUMN tasks.usage_characters IS 'Sum of the meter characters over usage_records. Null where no record has it.';
COMMENT ON COLUMN tasks.usage_credits IS 'Sum of the credits of all usage lines. Null until any usage is recorded.';
COMMENT ON COLUMN tasks.usage_lines IS 'All usage lines: [{meter, quantity, unit, billed_amount_credits}, ...].';
COMMENT ON COLUMN tasks.charged_credits IS 'Sum of the charges in ledger_entries. Null until there is an entry or a settlement.';
COMMENT ON COLUMN tasks.refunded_credits IS 'Sum of the refunds in ledger_entries.';
COMMENT ON COLUMN tasks.settlement IS 'estimated, settling (ended) or final (settled).';
COMMENT ON COLUMN tasks.conflict IS 'One entry or usage record came with two contents; the first stands. To be looked at by a person.';
COMMENT ON COLUMN tasks.data_removed IS 'The task was erased: its content is gone and stays gone.';
COMMENT ON COLUMN tasks.fold_keys IS 'What later events are compared with, where it is rarely needed: source and id of the events behind created_at, completed_at, cancel_requested_at, the key of resolved_model and output, and the callbacks by event type.';

-- For lists of a tenant's tasks, newest first.
CREATE INDEX tasks_tenant_id_created_at_task_id_idx ON tasks (tenant_id, created_at DESC, task_id DESC)
  WHERE created_at IS NOT NULL;

CREATE TABLE usage_records (
  tenant_id text COLLATE "C" NOT NULL,
  task_id text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  event_time timestamptz(6) NOT NULL,
  input_tokens numeric,
  output_tokens numeric,
  cache_read_tokens numeric,
  cache_creation_tokens numeric,
  reasoning_tokens numeric,
  image_count numeric,
  image_pixels numeric,
  video_seconds numeric,
  audio_seconds numeric,
  characters numeric,
  lines json NOT NULL,
  PRIMARY KEY (tenant_id, task_id, source, event_id)
);
COMMENT ON TABLE usage_records IS 'What a task used: one row for each task.usage_recorded. A correction is a further row with negative amounts.';
COMMENT ON COLUMN usage_records.tenant_id IS 'The tenant.';
COMMENT ON COLUMN usage_records.task_id IS 'The task.';
COMMENT ON COLUMN usage_records.source IS 'Source of the event that brought it.';
COMMENT ON COLUMN usage_records.event_id IS 'Id of that event.';
COMMENT ON COLUMN usage_records.event_time IS 'Time of that event.';
COMMENT ON COLUMN usage_records.input_tokens IS 'Meter input_tokens. Null where the event does not name it.';
COMMENT ON COLUMN usage_records.output_tokens IS 'Meter output_tokens. Null where the event does not name it.';
COMMENT ON COLUMN usage_records.cache_read_tokens IS 'Meter cache_read_tokens. Null where the event does not name it.';
COMMENT ON COLUMN usage_records.cache_creation_tokens IS 'Meter cache_creation_tokens. Null where the event does not name it.';
COMMENT ON COLUMN usage_records.reasoning_tokens IS 'Meter reasoning_tokens. Null where the event does not name it.';
COMMENT ON COLUMN usage_records.image_count IS 'Meter image_count. Null where the event does not name it.';
COMMENT ON COLUMN usage_records.image_pixels IS 'Meter image_pixels. Null where the event does not name it.';
COMMENT ON COLUMN usage_records.video_seconds IS 'Meter video_seconds. Null where the event does not name it.';
COMMENT ON COLUMN usage_records.audio_seconds IS 'Meter audio_seconds. Null where the event does not name it.';
COMMENT ON COLUMN usage_records.characters IS 'Meter characters. Null where the event does not name it.';
COMMENT ON COLUMN usage_records.lines IS '[{meter, quantity, unit, billed_amount_credits}, ...] in the order of the event.';

CREATE TABLE ledger_entries (
  tenant_id text COLLATE "C" NOT NULL,
  task_id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  entry_id text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  event_time timestamptz(6) NOT NULL,
  amount_credits numeric NOT NULL,
  estimated boolean NOT NULL,
  reason text,
  PRIMARY KEY (tenant_id, task_id, kind, entry_id),
  CONSTRAINT ledger_entries_kind_check CHECK (kind IN ('charge', 'refund')),
  CONSTRAINT ledger_entries_amount_check CHECK (amount_credits >= 0)
);
COMMENT ON TABLE ledger_entries IS 'What a task was charged and refunded: one row for each entry. Repeats of an entry are not added again.';
COMMENT ON COLUMN ledger_entries.tenant_id IS 'The tenant.';
COMMENT ON COLUMN ledger_entries.task_id IS 'The task.';
COMMENT ON COLUMN ledger_entries.kind IS 'charge or refund.';
COMMENT ON COLUMN ledger_entries.entry_id IS 'Id that the producer gave the entry; unique within its kind.';
COMMENT ON COLUMN ledger_entries.source IS 'Source of the event that brought it.';
COMMENT ON COLUMN ledger_entries.event_id IS 'Id of that event.';
COMMENT ON COLUMN ledger_entries.event_time IS 'Time of that event.';
COMMENT ON COLUMN ledger_entries.amount_credits IS 'Credits, never negative.';
COMMENT ON COLUMN ledger_entries.estimated IS 'The amount is an estimate.';
COMMENT ON COLUMN ledger_entries.reason IS 'Why it was refunded. Null once the task is erased.';

CREATE TABLE timeline (
  tenant_id text COLLATE "C" NOT NULL,
  task_id text COLLATE "C" NOT NULL,
  kafka_partition integer NOT NULL,
  log_offset bigint NOT NULL,
  record_time timestamptz(6) NOT NULL,
  event_time timestamptz(6) NOT NULL,
  source text NOT NULL,
  event_id text NOT NULL,
  type text NOT NULL,
  disposition text NOT NULL,
  reason text,
  revision bigint NOT NULL,
  changed jsonb,
  PRIMARY KEY (tenant_id, task_id, kafka_partition, log_offset, record_time)
) PARTITION BY RANGE (record_time);
COMMENT ON TABLE timeline IS 'Every event of every task and what became of it. Appended to, never changed; one partition for each month of record_time.';
COMMENT ON COLUMN timeline.tenant_id IS 'The tenant.';
COMMENT ON COLUMN timeline.task_id IS 'The task.';
COMMENT ON COLUMN timeline.kafka_partition IS 'Partition of the events topic.';
COMMENT ON COLUMN timeline.log_offset IS 'Offset in that partition.';
COMMENT ON COLUMN timeline.record_time IS 'When the broker took the record.';
COMMENT ON COLUMN timeline.event_time IS 'Time that the event gives itself.';
COMMENT ON COLUMN timeline.source IS 'Source of the event.';
COMMENT ON COLUMN timeline.event_id IS 'Id of the event.';
COMMENT ON COLUMN timeline.type IS 'Type of the event, also one that this version does not know.';
COMMENT ON COLUMN timeline.disposition IS 'applied, duplicate, stale, ignored or conflict.';
COMMENT ON COLUMN timeline.reason IS 'Why it was ignored.';
COMMENT ON COLUMN timeline.revision IS 'Revision of the task after the event.';
COMMENT ON COLUMN timeline.changed IS 'Small facts that the event changed; never content.';

CREATE TABLE changes (
  kafka_partition integer NOT NULL,
  position bigint NOT NULL,
  tenant_id text COLLATE "C" NOT NULL,
  task_id text COLLATE "C" NOT NULL,
  revision bigint NOT NULL,
  written_at timestamptz(6) NOT NULL DEFAULT now(),
  PRIMARY KEY (kafka_partition, position, written_at)
) PARTITION BY RANGE (written_at);
COMMENT ON TABLE changes IS 'Which task changed, in the order of each partition: what the relay, feeds and streams follow. Appended to, never changed; one partition for each month of written_at.';
COMMENT ON COLUMN changes.kafka_partition IS 'Partition of the events topic.';
COMMENT ON COLUMN changes.position IS '0, 1, 2, ... without a gap within the partition.';
COMMENT ON COLUMN changes.tenant_id IS 'The tenant.';
COMMENT ON COLUMN changes.task_id IS 'The task.';
COMMENT ON COLUMN changes.revision IS 'Revision of the task after the chunk of events that changed it.';
COMMENT ON COLUMN changes.written_at IS 'When the transaction that wrote it began, by the database''s clock.';

CREATE TABLE checkpoints (
  projection text NOT NULL,
  topic text NOT NULL,
  kafka_partition integer NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  next_position bigint NOT NULL DEFAULT 0,
  writer text,
  last_record_offset bigint,
  last_record_hash bytea,
  partition_count integer NOT NULL,
  updated_at timestamptz(6) NOT NULL DEFAULT now(),
  PRIMARY KEY (projection, topic, kafka_partition),
  CONSTRAINT checkpoints_next_check CHECK (next_offset >= 0 AND next_position >= 0)
) WITH (fillfactor = 50);
COMMENT ON TABLE checkpoints IS 'How far each partition is folded. The row''s lock is what keeps two processors from folding the same events.';
COMMENT ON COLUMN checkpoints.projection IS 'Name of the projection.';
COMMENT ON COLUMN checkpoints.topic IS 'The events topic.';
COMMENT ON COLUMN checkpoints.kafka_partition IS 'Partition of that topic.';
COMMENT ON COLUMN checkpoints.next_offset IS 'Offset of the first record that is not folded.';
COMMENT ON COLUMN checkpoints.next_position IS 'Position that the next change of the partition gets.';
COMMENT ON COLUMN checkpoints.writer IS 'Random token of the process that wrote the row last.';
COMMENT ON COLUMN checkpoints.last_record_offset IS 'Offset of the last record folded; below next_offset − 1 where control records follow it.';
COMMENT ON COLUMN checkpoints.last_record_hash IS 'SHA-256 of the last record folded: tells a topic that was made anew.';
COMMENT ON COLUMN checkpoints.partition_count IS 'Number of partitions that the topic had at the first start.';
COMMENT ON COLUMN checkpoints.updated_at IS 'When the row was written last.';

CREATE TABLE dead_letters (
  topic text NOT NULL,
  kafka_partition integer NOT NULL,
  log_offset bigint NOT NULL,
  record_time timestamptz(6) NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  tenant_id text,
  task_id text,
  key bytea,
  value bytea,
  headers jsonb,
  status text NOT NULL DEFAULT 'open',
  stored_at timestamptz(6) NOT NULL DEFAULT now(),
  pruned_at timestamptz(6),
  PRIMARY KEY (topic, kafka_partition, log_offset),
  CONSTRAINT dead_letters_status_check CHECK (status IN ('open', 'discarded', 'redriven'))
);
COMMENT ON TABLE dead_letters IS 'Records that can never fold. Positions and codes are kept for ever, since a rebuild skips them; the bytes may be pruned.';
COMMENT ON COLUMN dead_letters.topic IS 'The events topic.';
COMMENT ON COLUMN dead_letters.kafka_partition IS 'Partition of that topic.';
COMMENT ON COLUMN dead_letters.log_offset IS 'Offset in that partition.';
COMMENT ON COLUMN dead_letters.record_time IS 'When the broker took the record.';
COMMENT ON COLUMN dead_letters.code IS 'Why it cannot fold.';
COMMENT ON COLUMN dead_letters.message IS 'The same in words, with what was found.';
COMMENT ON COLUMN dead_letters.tenant_id IS 'The tenant, where it could be read.';
COMMENT ON COLUMN dead_letters.task_id IS 'The task, where it could be read.';
COMMENT ON COLUMN dead_letters.key IS 'Key of the record, byte for byte.';
COMMENT ON COLUMN dead_letters.value IS 'Value of the record, byte for byte.';
COMMENT ON COLUMN dead_letters.headers IS 'Headers: name to value in Base64, or null for a header without value.';
COMMENT ON COLUMN dead_letters.status IS 'open, discarded or redriven.';
COMMENT ON COLUMN dead_letters.stored_at IS 'When it was stored.';
COMMENT ON COLUMN dead_letters.pruned_at IS 'When key, value and headers were removed.';

CREATE TABLE tenants (
  tenant_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  disabled_at timestamptz(6),
  PRIMARY KEY (tenant_id)
);
COMMENT ON TABLE tenants IS 'Who may ask. The fold never looks here: events of a tenant that is not listed fold all the same.';
COMMENT ON COLUMN tenants.tenant_id IS 'Id, as events carry it.';
COMMENT ON COLUMN tenants.name IS 'For people.';
COMMENT ON COLUMN tenants.created_at IS 'When it was added.';
COMMENT ON COLUMN tenants.disabled_at IS 'Since when its keys are refused. Null: they are not.';

CREATE TABLE projects (
  tenant_id text COLLATE "C" NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, project_id),
  CONSTRAINT projects_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id) ON DELETE CASCADE ON UPDATE CASCADE
);
COMMENT ON TABLE projects IS 'Projects of a tenant, which tasks may be counted under.';
COMMENT ON COLUMN projects.tenant_id IS 'The tenant.';
COMMENT ON COLUMN projects.project_id IS 'Id, as events carry it.';
COMMENT ON COLUMN projects.name IS 'For people.';
COMMENT ON COLUMN projects.created_at IS 'When it was added.';

CREATE TABLE api_keys (
  key_id uuid NOT NULL DEFAULT gen_random_uuid(),
  tenant_id text COLLATE "C" NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  key_hash bytea NOT NULL,
  key_start text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  expires_at timestamptz(6),
  revoked_at timestamptz(6),
  last_used_at timestamptz(6),
  PRIMARY KEY (key_id),
  CONSTRAINT api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT api_keys_tenant_id_project_id_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, project_id) ON DELETE CASCADE ON UPDATE CASCADE
) WITH (fillfactor = 80);
COMMENT ON TABLE api_keys IS 'Keys of the HTTP API. The key itself is stored nowhere.';
COMMENT ON COLUMN api_keys.key_id IS 'Id of the key, for people and logs.';
COMMENT ON COLUMN api_keys.tenant_id IS 'The tenant that the key speaks for.';
COMMENT ON COLUMN api_keys.project_id IS 'The project that the key belongs to.';
COMMENT ON COLUMN api_keys.name IS 'For people.';
COMMENT ON COLUMN api_keys.key_hash IS 'SHA-256 of the key.';
COMMENT ON COLUMN api_keys.key_start IS 'The first 12 characters of the key, to tell it by.';
COMMENT ON COLUMN api_keys.scopes IS 'What the key may do, such as tasks:read.';
COMMENT ON COLUMN api_keys.created_at IS 'When it was made.';
COMMENT ON COLUMN api_keys.expires_at IS 'From when on it is refused.';
COMMENT ON COLUMN api_keys.revoked_at IS 'When it was revoked.';
COMMENT ON COLUMN api_keys.last_used_at IS 'When it was used last, to the minute or so.';

CREATE UNIQUE INDEX api_keys_key_hash_key ON api_keys (key_hash);
CREATE INDEX api_keys_tenant_id_idx ON api_keys (tenant_id);

-- Makes the partitions of one month where they are missing. A new partition is attached, not created in place: that
-- waits for no reader and no writer. Runs with its owner's rights, so that the processor needs none to create tables.
CREATE FUNCTION taskfold_ensure_partitions(month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  parent text;
  child text;
  first_day date := date_trunc('month', month::timestamp)::date;
  next_day date := (date_trunc('month', month::timestamp) + interval '1 month')::date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('taskfold_ensure_partitions', 0));
  FOREACH parent IN ARRAY ARRAY['timeline', 'changes'] LOOP
    child := format('%s_%s', parent, to_char(first_day, 'YYYY_MM'));
    CONTINUE WHEN to_regclass(format('taskfold_partitions.%I', child)) IS NOT NULL;
    EXECUTE format('CREATE TABLE taskfold_partitions.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', child, parent);
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION taskfold_partitions.%I FOR VALUES FROM (%L) TO (%L)',
      parent, child, first_day || ' 00:00:00+00', next_day || ' 00:00:00+00');
  END LOOP;
END
$$;
COMMENT ON FUNCTION taskfold_ensure_partitions(date) IS 'Makes the partitions of timeline and changes for the month of a day.';
REVOKE ALL ON FUNCTION taskfold_ensure_partitions(date) FROM PUBLIC;
SELECT taskfold_ensure_partitions(day::date)
  FROM unnest(ARRAY[now() AT TIME ZONE 'UTC', (now() AT TIME ZONE 'UTC') + interval '1 month']) AS day;

-- Roles belong to the whole server, so another database's migration may make them at the same moment. Without the right
-- to make roles the migration goes on; the services then run as the user they connect as.
DO $$
DECLARE
  role_name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('taskfold_roles', 0));
  FOREACH role_name IN ARRAY ARRAY['taskfold_api', 'taskfold_processor'] LOOP
    CONTINUE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = role_name);
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
      -- Who makes a role may administer it, but not yet become it.
      EXECUTE format('GRANT %I TO %I', role_name, current_user);
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE NOTICE 'role % is missing and % may not create roles: have it created, then grant it what the migration grants',
          role_name, current_user;
    END;
  END LOOP;

  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT USAGE ON SCHEMA public TO taskfold_api;
    GRANT SELECT ON tasks, usage_records, ledger_entries, timeline, changes, checkpoints, dead_letters,
      tenants, projects, api_keys TO taskfold_api;
    GRANT UPDATE (last_used_at) ON api_keys TO taskfold_api;
  END IF;

  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    GRANT USAGE ON SCHEMA public TO taskfold_processor;
    GRANT SELECT, INSERT, UPDATE ON tasks, usage_records, ledger_entries, checkpoints, dead_letters TO taskfold_processor;
    GRANT SELECT, INSERT ON timeline, changes TO taskfold_processor;
    GRANT EXECUTE ON FUNCTION taskfold_ensure_partitions(date) TO taskfold_processor;
  END IF;
END
$$;
