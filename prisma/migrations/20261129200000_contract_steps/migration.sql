-- What migrations have taken away, and the oldest version that does without it: how a version that is older than the database knows
-- whether it may run. A migration that only adds leaves no row.

CREATE TABLE contract_steps (
  migration_name text PRIMARY KEY,
  oldest_version text NOT NULL CHECK (oldest_version ~ '^[0-9]+\.[0-9]+\.[0-9]+$'),
  reason text NOT NULL
);
COMMENT ON TABLE contract_steps IS 'Migrations that take away what older versions use.';
COMMENT ON COLUMN contract_steps.migration_name IS 'The migration that wrote the row.';
COMMENT ON COLUMN contract_steps.oldest_version IS 'The oldest version of Taskfold that can live with it; older ones refuse the database.';
COMMENT ON COLUMN contract_steps.reason IS 'What it takes away, for people.';

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT SELECT ON contract_steps TO taskfold_api;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    GRANT SELECT ON contract_steps TO taskfold_processor;
  END IF;
END
$$;
