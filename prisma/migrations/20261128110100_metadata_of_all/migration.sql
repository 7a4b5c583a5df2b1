-- The index that held the pairs of all tenants together.
DROP INDEX CONCURRENTLY tasks_metadata_idx;
