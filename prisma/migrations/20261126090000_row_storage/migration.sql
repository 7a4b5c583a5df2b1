-- A row with an input that lies outside of it was still larger than the target, so that PostgreSQL moved out the next largest
-- values, too: the stages, which progress writes anew each time, and long ids. What is small stays in the row; what can be
-- large (input, output, metadata, messages, usage lines) goes out as before. Rows that exist follow when they are written next.

ALTER TABLE tasks
  ALTER COLUMN tenant_id SET STORAGE MAIN,
  ALTER COLUMN task_id SET STORAGE MAIN,
  ALTER COLUMN capability SET STORAGE MAIN,
  ALTER COLUMN model SET STORAGE MAIN,
  ALTER COLUMN project_id SET STORAGE MAIN,
  ALTER COLUMN client_request_id SET STORAGE MAIN,
  ALTER COLUMN progress_stage SET STORAGE MAIN,
  ALTER COLUMN progress_source SET STORAGE MAIN,
  ALTER COLUMN progress_event_id SET STORAGE MAIN,
  ALTER COLUMN stages SET STORAGE MAIN,
  ALTER COLUMN status SET STORAGE MAIN,
  ALTER COLUMN resolved_model SET STORAGE MAIN,
  ALTER COLUMN end_reason SET STORAGE MAIN,
  ALTER COLUMN error_code SET STORAGE MAIN,
  ALTER COLUMN callback_status SET STORAGE MAIN,
  ALTER COLUMN settlement SET STORAGE MAIN,
  ALTER COLUMN fold_keys SET STORAGE MAIN;
