-- With which API key a task was asked for, so that usage adds up by key. It stays in the row, as the other ids do.

ALTER TABLE tasks ADD COLUMN api_key_id text;
ALTER TABLE tasks ALTER COLUMN api_key_id SET STORAGE MAIN;
COMMENT ON COLUMN tasks.api_key_id IS 'The API key that the task was asked for with, as the event that created it says. Null where it says none.';
