-- Whoever has the login of a service can see whether the database has its migrations; not the logs of those that failed, which
-- may quote what stands in rows.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT SELECT (migration_name, checksum, finished_at, rolled_back_at) ON _prisma_migrations TO taskfold_api;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    GRANT SELECT (migration_name, checksum, finished_at, rolled_back_at) ON _prisma_migrations TO taskfold_processor;
  END IF;
END
$$;
