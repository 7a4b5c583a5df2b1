-- What the relay keeps: who publishes, how far it is, which dead letters are out. And who did what to dead letters.

CREATE TABLE leases (
  name text COLLATE "C" NOT NULL,
  holder uuid NOT NULL,
  epoch bigint NOT NULL DEFAULT 1,
  began_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz(6) NOT NULL,
  PRIMARY KEY (name)
) WITH (fillfactor = 50);
COMMENT ON TABLE leases IS 'Work that one process at a time may do, until its lease has run out by the database''s clock.';
COMMENT ON COLUMN leases.name IS 'What the lease is for, such as relay/task.updates.';
COMMENT ON COLUMN leases.holder IS 'Random token of whoever has or last had it.';
COMMENT ON COLUMN leases.epoch IS 'Rises with every new holder: writes of an older one are refused by it.';
COMMENT ON COLUMN leases.began_at IS 'When this holder took it.';
COMMENT ON COLUMN leases.expires_at IS 'From when on another may take it. The holder moves it on; in the past once it was given back.';

CREATE TABLE relay_positions (
  topic text COLLATE "C" NOT NULL,
  kafka_partition integer NOT NULL,
  next_position bigint NOT NULL DEFAULT 0,
  resend_from bigint NOT NULL DEFAULT 0,
  updated_at timestamptz(6) NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, kafka_partition),
  CONSTRAINT relay_positions_check CHECK (0 <= resend_from AND resend_from <= next_position)
) WITH (fillfactor = 50);
COMMENT ON TABLE relay_positions IS 'How far the changes of each partition are published. Changes from resend_from on must be kept.';
COMMENT ON COLUMN relay_positions.topic IS 'The updates topic that they are published to; another topic begins at 0.';
COMMENT ON COLUMN relay_positions.kafka_partition IS 'Partition of the events topic, as in changes.';
COMMENT ON COLUMN relay_positions.next_position IS 'Position of the first change that the broker has not acknowledged.';
COMMENT ON COLUMN relay_positions.resend_from IS 'Where the next leader begins: it sends again what the last lease sent lately, so that nothing that arrives late stays the newest.';
COMMENT ON COLUMN relay_positions.updated_at IS 'When the row was written last.';

ALTER TABLE dead_letters ADD COLUMN published_at timestamptz(6);
COMMENT ON COLUMN dead_letters.published_at IS 'When the dead-letter topic acknowledged it. Null: not yet; its bytes must be kept.';
CREATE INDEX dead_letters_unpublished_idx ON dead_letters (topic, kafka_partition, log_offset)
  WHERE published_at IS NULL;
-- For lists, newest first.
CREATE INDEX dead_letters_stored_at_idx ON dead_letters
  (stored_at DESC, topic DESC, kafka_partition DESC, log_offset DESC);

CREATE TABLE audit_log (
  audit_id bigserial NOT NULL,
  occurred_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  actor text NOT NULL,
  action text NOT NULL,
  subject text COLLATE "C" NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (audit_id),
  CONSTRAINT audit_log_actor_check CHECK (actor <> '')
);
COMMENT ON TABLE audit_log IS 'What operators did. Appended to, never changed: updates and deletes are refused.';
COMMENT ON COLUMN audit_log.audit_id IS 'Rises with time, with gaps.';
COMMENT ON COLUMN audit_log.occurred_at IS 'When, by the database''s clock.';
COMMENT ON COLUMN audit_log.actor IS 'Who, as the command line or the API knows.';
COMMENT ON COLUMN audit_log.action IS 'What, such as dead_letter.redriven.';
COMMENT ON COLUMN audit_log.subject IS 'To which: of a dead letter, <topic>/<partition>/<offset>.';
COMMENT ON COLUMN audit_log.details IS 'What else is worth knowing, never content.';
CREATE INDEX audit_log_subject_audit_id_idx ON audit_log (subject, audit_id);

CREATE FUNCTION taskfold_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is appended to, never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
COMMENT ON FUNCTION taskfold_refuse_change() IS 'Keeps a table append-only, also for its owner.';
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION taskfold_refuse_change();

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT SELECT ON leases, relay_positions TO taskfold_api;
    GRANT UPDATE (status) ON dead_letters TO taskfold_api;
    GRANT SELECT, INSERT ON audit_log TO taskfold_api;
    GRANT USAGE ON SEQUENCE audit_log_audit_id_seq TO taskfold_api;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    GRANT SELECT, INSERT, UPDATE ON leases, relay_positions TO taskfold_processor;
    GRANT SELECT, INSERT ON audit_log TO taskfold_processor;
    GRANT USAGE ON SEQUENCE audit_log_audit_id_seq TO taskfold_processor;
  END IF;
END
$$;
