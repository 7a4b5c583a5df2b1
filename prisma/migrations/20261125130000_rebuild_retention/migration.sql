-- A second version of the task tables, folded from the log again beside the live one; and what retention leaves behind.

ALTER TABLE tasks ADD COLUMN revision_offset bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN tasks.revision_offset IS 'How much of revision a rebuild with corrections left behind: the rest counts events. Later rebuilds carry it over.';
CREATE INDEX tasks_revision_offset_idx ON tasks (tenant_id, task_id) WHERE revision_offset > 0;

CREATE TABLE rebuilds (
  rebuild_id bigserial NOT NULL,
  projection text NOT NULL,
  topic text NOT NULL,
  state text NOT NULL DEFAULT 'replaying',
  timeline_from timestamptz(6) NOT NULL,
  started_at timestamptz(6) NOT NULL DEFAULT now(),
  ready_at timestamptz(6),
  swapped_at timestamptz(6),
  rolled_back_at timestamptz(6),
  dropped_at timestamptz(6),
  corrected_tasks bigint,
  PRIMARY KEY (rebuild_id),
  CONSTRAINT rebuilds_state_check CHECK (state IN ('replaying', 'ready', 'swapped', 'rolled_back', 'dropped'))
);
COMMENT ON TABLE rebuilds IS 'Each time that the task tables were folded from the log again. At most one is not dropped.';
COMMENT ON COLUMN rebuilds.rebuild_id IS 'Rises with time.';
COMMENT ON COLUMN rebuilds.projection IS 'The projection that is folded again.';
COMMENT ON COLUMN rebuilds.topic IS 'The events topic.';
COMMENT ON COLUMN rebuilds.state IS 'replaying, ready (it had caught up once), swapped (it is live), rolled_back (the older version is live again) or dropped.';
COMMENT ON COLUMN rebuilds.timeline_from IS 'Events before it have no entry in the timeline: retention had dropped them.';
COMMENT ON COLUMN rebuilds.started_at IS 'When it began.';
COMMENT ON COLUMN rebuilds.ready_at IS 'When it first caught up with the live version.';
COMMENT ON COLUMN rebuilds.swapped_at IS 'When it became live.';
COMMENT ON COLUMN rebuilds.rolled_back_at IS 'When the older version became live again.';
COMMENT ON COLUMN rebuilds.dropped_at IS 'When the tables that were not live were dropped.';
COMMENT ON COLUMN rebuilds.corrected_tasks IS 'How many tasks the last swap changed for readers.';

CREATE TABLE pruned_tasks (
  tenant_id text COLLATE "C" NOT NULL,
  task_id text COLLATE "C" NOT NULL,
  kafka_partition integer NOT NULL,
  revision bigint NOT NULL,
  pruned_at timestamptz(6) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, task_id)
);
COMMENT ON TABLE pruned_tasks IS 'Tasks that retention removed. Later events of them are ignored, and a rebuild leaves them out.';
COMMENT ON COLUMN pruned_tasks.tenant_id IS 'The tenant.';
COMMENT ON COLUMN pruned_tasks.task_id IS 'The task.';
COMMENT ON COLUMN pruned_tasks.kafka_partition IS 'The partition of the events topic that holds all of the task.';
COMMENT ON COLUMN pruned_tasks.revision IS 'The revision that it had last.';
COMMENT ON COLUMN pruned_tasks.pruned_at IS 'When it was removed.';

-- Dead letters of a task are found when the task is erased.
CREATE INDEX dead_letters_task_idx ON dead_letters (tenant_id COLLATE "C", task_id COLLATE "C")
  WHERE pruned_at IS NULL AND task_id IS NOT NULL;
-- Bytes that are old go, oldest first.
CREATE INDEX dead_letters_age_idx ON dead_letters (stored_at) WHERE pruned_at IS NULL;

-- The functions below run with their owner's rights, so that the processor needs none to create, move or drop tables. They
-- touch the versions that they are named for and nothing else.

CREATE FUNCTION taskfold_check_version(version text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF version NOT IN ('taskfold_standby', 'taskfold_verify') THEN
    RAISE EXCEPTION '% is not a version of the task tables', version USING ERRCODE = 'invalid_parameter_value';
  END IF;
END
$$;
COMMENT ON FUNCTION taskfold_check_version(text) IS 'Refuses every schema but those that hold versions of the task tables.';

CREATE FUNCTION taskfold_copy_privileges(source regclass, target regclass) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  granted record;
BEGIN
  FOR granted IN
    SELECT acl.privilege_type, CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END AS grantee
    FROM pg_class c CROSS JOIN aclexplode(c.relacl) AS acl LEFT JOIN pg_roles r ON r.oid = acl.grantee
    WHERE c.oid = source AND acl.grantee <> c.relowner
  LOOP
    EXECUTE format('GRANT %s ON TABLE %s TO %s', granted.privilege_type, target, granted.grantee);
  END LOOP;
END
$$;
COMMENT ON FUNCTION taskfold_copy_privileges(regclass, regclass) IS 'Grants on one table what is granted on another.';

-- Empty tables like the live ones, with their primary keys alone: other indexes are quicker to build when the rows are there.
CREATE FUNCTION taskfold_create_version(version text, with_timeline boolean) RETURNS void
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
    PRIMARY KEY (tenant_id, task_id))', version);
  EXECUTE format('COMMENT ON TABLE %I.differences IS %L', version,
    'Tasks that may differ from the live version; once that is certain, with the columns that do.');
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO taskfold_processor', version);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %1$I.checkpoints, %1$I.differences TO taskfold_processor', version);
  END IF;
END
$$;
COMMENT ON FUNCTION taskfold_create_version(text, boolean) IS 'Makes empty task tables like the live ones in a schema of their own.';

CREATE FUNCTION taskfold_version_partition(version text, month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  first_day date := date_trunc('month', month::timestamp)::date;
  next_day date := (date_trunc('month', month::timestamp) + interval '1 month')::date;
  child text := format('%I.%I', version, 'timeline_' || to_char(first_day, 'YYYY_MM'));
BEGIN
  PERFORM taskfold_check_version(version);
  PERFORM pg_advisory_xact_lock(hashtextextended('taskfold_version_partition', 0));
  IF to_regclass(child) IS NULL THEN
    EXECUTE format('CREATE TABLE %s PARTITION OF %I.timeline FOR VALUES FROM (%L) TO (%L)',
      child, version, first_day || ' 00:00:00+00', next_day || ' 00:00:00+00');
  END IF;
END
$$;
COMMENT ON FUNCTION taskfold_version_partition(text, date) IS 'Makes the partition of a version''s timeline for the month of a day.';

CREATE FUNCTION taskfold_index_version(version text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  index record;
BEGIN
  PERFORM taskfold_check_version(version);
  FOR index IN
    SELECT t.relname AS "table", i.relname AS name, pg_get_indexdef(i.oid) AS definition
    FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    WHERE t.oid IN ('tasks'::regclass, 'usage_records'::regclass, 'ledger_entries'::regclass, 'timeline'::regclass)
      AND NOT x.indisprimary AND to_regclass(format('%I.%I', version, i.relname)) IS NULL
      AND to_regclass(format('%I.%I', version, t.relname)) IS NOT NULL
  LOOP
    EXECUTE regexp_replace(index.definition, ' ON (ONLY )?public\.', format(' ON %I.', version));
  END LOOP;
  EXECUTE format('ANALYZE %1$I.tasks, %1$I.usage_records, %1$I.ledger_entries', version);
END
$$;
COMMENT ON FUNCTION taskfold_index_version(text) IS 'Gives a version the indexes that the live tables have.';

CREATE FUNCTION taskfold_drop_version(version text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET client_min_messages = warning AS $$
BEGIN
  PERFORM taskfold_check_version(version);
  EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', version);
END
$$;
COMMENT ON FUNCTION taskfold_drop_version(text) IS 'Drops a version of the task tables that is not live.';

-- The live task tables and those of the standby change places. Statements that were prepared find the new ones by name.
CREATE FUNCTION taskfold_exchange_versions() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  names constant text[] := ARRAY['tasks', 'usage_records', 'ledger_entries', 'timeline'];
  name text;
  moved record;
BEGIN
  LOCK TABLE public.tasks, public.usage_records, public.ledger_entries, public.timeline IN ACCESS EXCLUSIVE MODE;
  IF EXISTS (
    SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relname = ANY(names) AND c.relnamespace IN ('public'::regnamespace, 'taskfold_standby'::regnamespace)
      AND a.attnum > 0 AND NOT a.attisdropped
    GROUP BY c.relname, a.attname, a.atttypid HAVING count(*) <> 2
  ) THEN
    RAISE EXCEPTION 'the live task tables have other columns than the standby: they were migrated since it was made'
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF EXISTS (
    SELECT FROM pg_constraint f JOIN pg_class c ON c.oid = f.confrelid
    WHERE f.contype = 'f' AND c.relname = ANY(names) AND c.relnamespace = 'public'::regnamespace
  ) THEN
    RAISE EXCEPTION 'a foreign key points to the live task tables, and would go on to point to the old ones'
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  CREATE SCHEMA taskfold_exchange;
  FOREACH name IN ARRAY names LOOP
    PERFORM taskfold_copy_privileges(format('public.%I', name), format('taskfold_standby.%I', name));
  END LOOP;
  -- Partitions first, while their parents tell whose they are.
  FOR moved IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'public.timeline'::regclass
  LOOP
    EXECUTE format('ALTER TABLE taskfold_partitions.%I SET SCHEMA taskfold_exchange', moved.relname);
  END LOOP;
  FOR moved IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'taskfold_standby.timeline'::regclass
  LOOP
    EXECUTE format('ALTER TABLE taskfold_standby.%I SET SCHEMA taskfold_partitions', moved.relname);
  END LOOP;
  FOREACH name IN ARRAY names LOOP
    EXECUTE format('ALTER TABLE public.%I SET SCHEMA taskfold_exchange', name);
    EXECUTE format('ALTER TABLE taskfold_standby.%I SET SCHEMA public', name);
  END LOOP;
  FOR moved IN SELECT relname FROM pg_class
    WHERE relnamespace = 'taskfold_exchange'::regnamespace AND relkind IN ('r', 'p')
  LOOP
    EXECUTE format('ALTER TABLE taskfold_exchange.%I SET SCHEMA taskfold_standby', moved.relname);
  END LOOP;
  DROP SCHEMA taskfold_exchange;
END
$$;
COMMENT ON FUNCTION taskfold_exchange_versions() IS 'Lets the live task tables and the standby change places.';

-- Drops the months of an append-only table that end at or before a time, oldest first. Never those of changes that a relay
-- would still send: of them nothing goes before a relay has noted how far it is.
CREATE FUNCTION taskfold_drop_months(parent text, before timestamptz) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET TimeZone = 'UTC' AS $$
DECLARE
  child text;
  kept boolean;
  dropped text[] := '{}';
BEGIN
  IF parent NOT IN ('timeline', 'changes', 'callback_attempts') THEN
    RAISE EXCEPTION '% is not kept by months', parent USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF before > now() THEN
    RAISE EXCEPTION 'what is still to come cannot be dropped' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  FOR child IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = format('public.%I', parent)::regclass
      AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= before
    ORDER BY c.relname
  LOOP
    IF parent = 'changes' THEN
      EXECUTE format('SELECT NOT EXISTS (SELECT FROM relay_positions) OR EXISTS (
          SELECT FROM (SELECT kafka_partition, max(position) AS last FROM taskfold_partitions.%I GROUP BY 1) AS c
          LEFT JOIN (SELECT kafka_partition, min(resend_from) AS needed FROM relay_positions GROUP BY 1) AS r USING (kafka_partition)
          WHERE r.needed IS NULL OR r.needed <= c.last)', child) INTO kept;
      EXIT WHEN kept;
    END IF;
    EXECUTE format('DROP TABLE taskfold_partitions.%I', child);
    dropped := dropped || child;
  END LOOP;
  RETURN dropped;
END
$$;
COMMENT ON FUNCTION taskfold_drop_months(text, timestamptz) IS 'Drops old months of timeline, changes or callback_attempts, and returns their names.';

DO $$
DECLARE
  made text;
BEGIN
  FOREACH made IN ARRAY ARRAY['taskfold_check_version(text)', 'taskfold_copy_privileges(regclass, regclass)',
    'taskfold_create_version(text, boolean)', 'taskfold_version_partition(text, date)', 'taskfold_index_version(text)',
    'taskfold_drop_version(text)', 'taskfold_exchange_versions()', 'taskfold_drop_months(text, timestamptz)']
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made);
  END LOOP;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT SELECT ON rebuilds, pruned_tasks TO taskfold_api;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    GRANT SELECT, INSERT, UPDATE ON rebuilds TO taskfold_processor;
    GRANT USAGE ON SEQUENCE rebuilds_rebuild_id_seq TO taskfold_processor;
    GRANT SELECT, INSERT ON pruned_tasks TO taskfold_processor;
    GRANT DELETE ON tasks, usage_records, ledger_entries, deliveries TO taskfold_processor;
    GRANT EXECUTE ON FUNCTION taskfold_create_version(text, boolean), taskfold_version_partition(text, date),
      taskfold_index_version(text), taskfold_drop_version(text), taskfold_exchange_versions(),
      taskfold_drop_months(text, timestamptz) TO taskfold_processor;
  END IF;
END
$$;
