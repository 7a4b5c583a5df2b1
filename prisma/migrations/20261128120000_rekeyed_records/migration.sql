-- Records that lay elsewhere than their subjects belong: published again from here, and skipped where they lay first.

CREATE TABLE rekeyed_records (
  topic text NOT NULL,
  kafka_partition integer NOT NULL,
  log_offset bigint NOT NULL,
  record_time timestamptz(6) NOT NULL,
  tenant_id text COLLATE "C" NOT NULL,
  task_id text COLLATE "C" NOT NULL,
  source text NOT NULL,
  event_id text NOT NULL,
  cause text NOT NULL,
  recognised text[] NOT NULL,
  value bytea,
  headers jsonb,
  stored_at timestamptz(6) NOT NULL DEFAULT now(),
  published_at timestamptz(6),
  published_partition integer,
  published_offset bigint,
  PRIMARY KEY (topic, kafka_partition, log_offset),
  CONSTRAINT rekeyed_records_cause_check CHECK (cause IN ('no_key', 'wrong_partition'))
);
COMMENT ON TABLE rekeyed_records IS 'Records that lay elsewhere than their subjects belong and are published again, keyed. Positions are kept for ever, since a rebuild skips them.';
COMMENT ON COLUMN rekeyed_records.topic IS 'The events topic.';
COMMENT ON COLUMN rekeyed_records.kafka_partition IS 'Partition of that topic that the record lay in first.';
COMMENT ON COLUMN rekeyed_records.log_offset IS 'Offset in that partition.';
COMMENT ON COLUMN rekeyed_records.record_time IS 'When the broker took the record first.';
COMMENT ON COLUMN rekeyed_records.tenant_id IS 'The tenant.';
COMMENT ON COLUMN rekeyed_records.task_id IS 'The task: the subject of the event, and its key from then on.';
COMMENT ON COLUMN rekeyed_records.source IS 'Source of the event.';
COMMENT ON COLUMN rekeyed_records.event_id IS 'Id of the event.';
COMMENT ON COLUMN rekeyed_records.cause IS 'no_key or wrong_partition.';
COMMENT ON COLUMN rekeyed_records.recognised IS 'Partitioners of known clients that put its key there.';
COMMENT ON COLUMN rekeyed_records.value IS 'Value of the record, byte for byte. Null once it is published.';
COMMENT ON COLUMN rekeyed_records.headers IS 'Headers: name to value in Base64. Null once it is published.';
COMMENT ON COLUMN rekeyed_records.stored_at IS 'When it was stored.';
COMMENT ON COLUMN rekeyed_records.published_at IS 'When the broker had acknowledged it again. Null: not yet.';
COMMENT ON COLUMN rekeyed_records.published_partition IS 'Partition that it was published to.';
COMMENT ON COLUMN rekeyed_records.published_offset IS 'Offset in that partition.';
CREATE INDEX rekeyed_records_unpublished_idx ON rekeyed_records (topic, kafka_partition, log_offset)
  WHERE published_at IS NULL;
-- For timelines.
CREATE INDEX rekeyed_records_task_idx ON rekeyed_records (tenant_id, task_id);
-- For operators, newest first.
CREATE INDEX rekeyed_records_stored_at_idx ON rekeyed_records (stored_at DESC);

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT SELECT ON rekeyed_records TO taskfold_api;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON rekeyed_records TO taskfold_processor;
  END IF;
END
$$;
