-- The trace that a change belongs to, so that whoever hears of the change can follow it back to the producer.

ALTER TABLE changes ADD COLUMN traceparent text;
COMMENT ON COLUMN changes.traceparent IS 'W3C Trace Context of the work that made the change: the chunk''s where traces are sent, else that of the producer of the task''s last event. Null where there is none.';
