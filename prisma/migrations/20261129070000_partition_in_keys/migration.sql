-- Every table that a chunk writes names the partition of its task in its primary key, last: so all that one transaction of the fold
-- writes can lie together, however the tables are laid out. Look-ups by tenant and task go by the same keys as before.
--
-- A task still has one row. The keys alone no longer hold that: its id, the number of partitions and the partitioner say where all
-- of its events are folded, and both are kept in checkpoints from the first start on.
--
-- usage_records, ledger_entries and callback_attempts are written anew and the keys are built anew, in one transaction that nothing
-- reads or writes beside: on two busy cores 90 s for a million tasks with a usage record, a charge and three events each.
-- Processors of the version before cannot write afterwards.

ALTER TABLE checkpoints ADD COLUMN partitioner text;
COMMENT ON COLUMN checkpoints.partitioner IS 'How keys were given to partitions at the first start. Null until a processor that notes it has started.';

-- Where a task has events in two partitions the setting PARTITIONER was changed, and no key can say where the task lies.
DO $$
DECLARE
  apart record;
BEGIN
  SELECT * INTO apart FROM tasks t JOIN timeline l USING (tenant_id, task_id) WHERE l.kafka_partition <> t.kafka_partition LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the task %/% has events in more than one partition: PARTITIONER was changed while it was folded, and no rebuild of this log can put that right. Publish the events to a new topic with one partitioner, and fold that into a new database',
      apart.tenant_id, apart.task_id USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
END
$$;

-- The live task tables, and those of a rebuild that goes on or can be rolled back.
DO $$
DECLARE
  version text;
  target text;
  orphan record;
BEGIN
  FOREACH version IN ARRAY ARRAY['public', 'taskfold_standby'] LOOP
    CONTINUE WHEN to_regclass(format('%I.tasks', version)) IS NULL;
    FOREACH target IN ARRAY ARRAY['usage_records', 'ledger_entries'] LOOP
      EXECUTE format('ALTER TABLE %1$I.%2$I ADD COLUMN kafka_partition integer;
        UPDATE %1$I.%2$I r SET kafka_partition = t.kafka_partition FROM %1$I.tasks t
          WHERE t.tenant_id = r.tenant_id AND t.task_id = r.task_id', version, target);
      EXECUTE format('SELECT tenant_id, task_id FROM %I.%I WHERE kafka_partition IS NULL LIMIT 1', version, target) INTO orphan;
      IF orphan.task_id IS NOT NULL THEN
        RAISE EXCEPTION '%.% has rows of the task %/%, but the task is missing: the log alone tells what is right. Run npm run rebuild -- start, compare and swap with the version before, and migrate then',
          version, target, orphan.tenant_id, orphan.task_id USING ERRCODE = 'object_not_in_prerequisite_state';
      END IF;
      EXECUTE format('ALTER TABLE %I.%I ALTER COLUMN kafka_partition SET NOT NULL', version, target);
      EXECUTE format('COMMENT ON COLUMN %I.%I.kafka_partition IS %L', version, target,
        'The partition of the events topic that holds all of the task.');
    END LOOP;
    EXECUTE format('
      ALTER TABLE %1$I.tasks DROP CONSTRAINT tasks_pkey, ADD PRIMARY KEY (tenant_id, task_id, kafka_partition);
      ALTER TABLE %1$I.usage_records DROP CONSTRAINT usage_records_pkey,
        ADD PRIMARY KEY (tenant_id, task_id, source, event_id, kafka_partition);
      ALTER TABLE %1$I.ledger_entries DROP CONSTRAINT ledger_entries_pkey,
        ADD PRIMARY KEY (tenant_id, task_id, kind, entry_id, kafka_partition)', version);
  END LOOP;
  IF to_regclass('taskfold_standby.differences') IS NOT NULL THEN
    -- Comparing begins anew with them.
    DELETE FROM taskfold_standby.differences;
    ALTER TABLE taskfold_standby.differences ADD COLUMN kafka_partition integer, DROP CONSTRAINT differences_pkey,
      ADD PRIMARY KEY (tenant_id, task_id, kafka_partition);
    ALTER TABLE taskfold_standby.checkpoints ADD COLUMN partitioner text;
  END IF;
END
$$;

ALTER TABLE pruned_tasks DROP CONSTRAINT pruned_tasks_pkey, ADD PRIMARY KEY (tenant_id, task_id, kafka_partition);

-- The id of a delivery is made from the rest of its key, and nobody looks it up.
ALTER TABLE deliveries DROP CONSTRAINT deliveries_pkey, ADD PRIMARY KEY (tenant_id, task_id, type, kafka_partition);
DROP INDEX deliveries_delivery_id_key;

ALTER TABLE callback_attempts ADD COLUMN kafka_partition integer;
ALTER TABLE event_outbox ADD COLUMN kafka_partition integer;
COMMENT ON COLUMN callback_attempts.kafka_partition IS 'Partition of the events topic that holds the task.';
COMMENT ON COLUMN event_outbox.kafka_partition IS 'Partition of the events topic that holds the task.';
DO $$
DECLARE
  target text;
  orphan record;
BEGIN
  FOREACH target IN ARRAY ARRAY['callback_attempts', 'event_outbox'] LOOP
    EXECUTE format('UPDATE %I r SET kafka_partition = p.kafka_partition FROM (
        SELECT tenant_id, task_id, kafka_partition FROM deliveries UNION SELECT tenant_id, task_id, kafka_partition FROM pruned_tasks
      ) AS p WHERE p.tenant_id = r.tenant_id AND p.task_id = r.task_id', target);
    EXECUTE format('SELECT tenant_id, task_id FROM %I WHERE kafka_partition IS NULL LIMIT 1', target) INTO orphan;
    IF orphan.task_id IS NOT NULL THEN
      RAISE EXCEPTION '% has rows of the task %/%, which has no delivery and was not pruned: delete them, for nothing else names their partition; no rebuild makes them again',
        target, orphan.tenant_id, orphan.task_id USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
  END LOOP;
END
$$;
ALTER TABLE callback_attempts ALTER COLUMN kafka_partition SET NOT NULL, DROP CONSTRAINT callback_attempts_pkey,
  ADD PRIMARY KEY (tenant_id, task_id, type, attempt, recorded_at, kafka_partition);
ALTER TABLE event_outbox ALTER COLUMN kafka_partition SET NOT NULL, DROP CONSTRAINT event_outbox_pkey,
  ADD PRIMARY KEY (outbox_id, kafka_partition);

-- As before, with the partition of each difference.
CREATE OR REPLACE FUNCTION taskfold_create_version(version text, with_timeline boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  source regclass;
  target text;
  options text;
  key record;
BEGIN
  PERFORM taskfold_check_version(version);
  EXECUTE format('CREATE SCHEMA %I', version);
  FOREACH source IN ARRAY ARRAY['tasks', 'usage_records', 'ledger_entries', 'timeline']::regclass[] LOOP
    CONTINUE WHEN source = 'timeline'::regclass AND NOT with_timeline;
    target := format('%I.%I', version, (SELECT relname FROM pg_class WHERE oid = source));
    -- A version without a timeline is thrown away when it has been looked at, so it need not outlive a crash.
    EXECUTE format('CREATE %s TABLE %s (LIKE %s INCLUDING ALL EXCLUDING INDEXES) %s',
      CASE WHEN with_timeline THEN '' ELSE 'UNLOGGED' END, target, source,
      CASE WHEN source = 'timeline'::regclass THEN 'PARTITION BY RANGE (record_time)' ELSE '' END);
    SELECT array_to_string(reloptions, ', ') INTO options FROM pg_class WHERE oid = source;
    IF options IS NOT NULL THEN
      EXECUTE format('ALTER TABLE %s SET (%s)', target, options);
    END IF;
    EXECUTE format('COMMENT ON TABLE %s IS %L', target, obj_description(source, 'pg_class'));
    FOR key IN SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
      WHERE conrelid = source AND contype = 'p'
    LOOP
      EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', target, key.conname, key.definition);
    END LOOP;
    PERFORM taskfold_copy_privileges(source, target);
  END LOOP;
  EXECUTE format('CREATE TABLE %I.checkpoints (LIKE checkpoints INCLUDING ALL)', version);
  EXECUTE format('COMMENT ON TABLE %I.checkpoints IS %L', version, 'How far this version is folded.');
  EXECUTE format('CREATE TABLE %I.differences (tenant_id text COLLATE "C", task_id text COLLATE "C", columns text[],
    kafka_partition integer, PRIMARY KEY (tenant_id, task_id, kafka_partition))', version);
  EXECUTE format('COMMENT ON TABLE %I.differences IS %L', version,
    'Tasks that may differ from the live version; once that is certain, with the columns that do.');
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO taskfold_processor', version);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %1$I.checkpoints, %1$I.differences TO taskfold_processor', version);
  END IF;
END
$$;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT SELECT (kafka_partition) ON callback_attempts TO taskfold_api;
  END IF;
END
$$;
