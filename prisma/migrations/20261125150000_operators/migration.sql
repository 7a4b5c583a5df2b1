-- What operators ask for on the API's admin port: where each log ends, and which partitions stand still.

ALTER TABLE projection_lag ADD COLUMN log_end_offset bigint;
COMMENT ON COLUMN projection_lag.log_end_offset IS 'Offset that the next record of the partition gets, when it was noted. Null in notes of a processor that did not say it yet.';

CREATE TABLE partition_halts (
  projection text NOT NULL,
  topic text NOT NULL,
  kafka_partition integer NOT NULL,
  reason text NOT NULL,
  message text NOT NULL,
  next_offset bigint NOT NULL,
  halted_at timestamptz(6) NOT NULL,
  noted_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (projection, topic, kafka_partition)
);
COMMENT ON TABLE partition_halts IS 'Partitions that are not folded further before a person has acted. A row goes when the partition gets on again.';
COMMENT ON COLUMN partition_halts.projection IS 'Name of the projection.';
COMMENT ON COLUMN partition_halts.topic IS 'The events topic.';
COMMENT ON COLUMN partition_halts.kafka_partition IS 'Partition of that topic.';
COMMENT ON COLUMN partition_halts.reason IS 'Why, in one word: lost, truncated, recreated, flood, no_checkpoint or systemic.';
COMMENT ON COLUMN partition_halts.message IS 'What was seen, what is safe and how to go on.';
COMMENT ON COLUMN partition_halts.next_offset IS 'Offset of the first record that was not folded. A checkpoint above it says that the partition went on.';
COMMENT ON COLUMN partition_halts.halted_at IS 'Since when it stands still: a restart that halts for the same reason at the same place does not change it.';
COMMENT ON COLUMN partition_halts.noted_at IS 'When a processor said so last.';

-- Callbacks that were given up, across tenants; lists of them read no others either.
CREATE INDEX tasks_callback_failed_idx ON tasks (tenant_id, created_at DESC, task_id DESC)
  WHERE created_at IS NOT NULL AND callback_status = 'failed';

COMMENT ON COLUMN audit_log.subject IS 'To which: of a dead letter, <topic>/<partition>/<offset>; of a tenant, tenant/<id>.';

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT SELECT ON partition_halts TO taskfold_api;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON partition_halts TO taskfold_processor;
  END IF;
END
$$;
