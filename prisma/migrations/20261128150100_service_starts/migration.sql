-- How often each service was started: a process that ends again and again is seldom there to say so itself.

CREATE TABLE service_starts (
  service text PRIMARY KEY,
  starts bigint NOT NULL,
  last_started_at timestamptz(6) NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE service_starts IS 'How often processes of each service were started.';
COMMENT ON COLUMN service_starts.service IS 'api or processor.';
COMMENT ON COLUMN service_starts.starts IS 'Starts that reached the database, of all processes together.';
COMMENT ON COLUMN service_starts.last_started_at IS 'When one was started last.';

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT SELECT, INSERT, UPDATE ON service_starts TO taskfold_api;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    GRANT SELECT, INSERT, UPDATE ON service_starts TO taskfold_processor;
  END IF;
END
$$;
