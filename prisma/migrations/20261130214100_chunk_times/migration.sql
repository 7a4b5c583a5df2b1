-- How long chunks take, partition by partition: a database that is slow shows there before anything is late.

ALTER TABLE projection_lag
  ADD COLUMN chunks_noted_at timestamptz(6),
  ADD COLUMN chunks_written integer,
  ADD COLUMN chunk_p50_seconds double precision,
  ADD COLUMN chunk_max_seconds double precision,
  ADD COLUMN chunk_open_seconds double precision;
COMMENT ON COLUMN projection_lag.chunks_noted_at IS 'When the columns on chunks were noted. Earlier than noted_at where an older version notes the rest: then they say nothing of now.';
COMMENT ON COLUMN projection_lag.chunks_written IS 'Chunks that were written in the last minute.';
COMMENT ON COLUMN projection_lag.chunk_p50_seconds IS 'Half of them took this long or less, from asking for a connection to their commit. Null where there were none.';
COMMENT ON COLUMN projection_lag.chunk_max_seconds IS 'How long the slowest of the last minute took, of those that were written and those that failed. Null where there were none.';
COMMENT ON COLUMN projection_lag.chunk_open_seconds IS 'How long the chunk that was being written had taken; 0 where none was.';
