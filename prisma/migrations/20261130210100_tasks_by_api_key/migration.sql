-- Lists of the tasks of one key. Built while the table is written to, so this statement stands alone.
CREATE INDEX CONCURRENTLY tasks_api_key_id_idx ON tasks (tenant_id, api_key_id, created_at DESC, task_id DESC)
  WHERE created_at IS NOT NULL AND api_key_id IS NOT NULL;
