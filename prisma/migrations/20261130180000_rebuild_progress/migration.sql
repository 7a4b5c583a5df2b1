-- Operators see over HTTP how far a rebuild is. The API may not look into the schema of its standby, so that it asks a function, which
-- tells offsets and nothing of tasks.
CREATE FUNCTION taskfold_standby_offsets(of_projection text, of_topic text)
RETURNS TABLE (kafka_partition integer, next_offset bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF to_regclass('taskfold_standby.checkpoints') IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY EXECUTE 'SELECT c.kafka_partition, c.next_offset FROM taskfold_standby.checkpoints AS c
    WHERE c.projection = $1 AND c.topic = $2' USING of_projection, of_topic;
EXCEPTION
  -- It was dropped at this moment.
  WHEN undefined_table OR invalid_schema_name THEN
    RETURN;
END
$$;
COMMENT ON FUNCTION taskfold_standby_offsets(text, text) IS 'How far the standby of a rebuild is folded, by partition; nothing where there is none.';
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT EXECUTE ON FUNCTION taskfold_standby_offsets(text, text) TO taskfold_api;
  END IF;
END
$$;
