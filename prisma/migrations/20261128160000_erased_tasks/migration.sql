-- Erased tasks by their id alone: of a dead letter that comes later, the tenant may be illegible. Built while the table is written
-- to, so this statement stands alone.
CREATE INDEX CONCURRENTLY tasks_erased_idx ON tasks (task_id) WHERE data_removed;
