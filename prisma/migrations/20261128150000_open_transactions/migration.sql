-- How long transactions of producers hold partitions back, and notes of partitions that were added and are gone again.

ALTER TABLE projection_lag ADD COLUMN open_transaction_seconds double precision NOT NULL DEFAULT 0;
COMMENT ON COLUMN projection_lag.open_transaction_seconds IS 'For how long the oldest open transaction of a producer had held back what lies behind it; 0 where none did.';
COMMENT ON COLUMN partition_halts.reason IS 'Why, in one word: lost, truncated, recreated, undecodable, partition_count, flood, no_checkpoint or systemic.';

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    GRANT DELETE ON projection_lag TO taskfold_processor;
  END IF;
END
$$;
