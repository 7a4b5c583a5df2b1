-- Pairs of metadata are found under their tenant: {"<tenant>": {"<key>": "<value>"}}, of which the index holds one hash for each pair,
-- path included. What other tenants have is not read, and does not show in the time that an answer takes. Built while the table is
-- written to, so this statement stands alone.
CREATE INDEX CONCURRENTLY tasks_tenant_metadata_idx
  ON tasks USING gin (jsonb_set('{}'::jsonb, ARRAY[tenant_id], metadata) jsonb_path_ops)
  WHERE created_at IS NOT NULL AND metadata <> '{}';
