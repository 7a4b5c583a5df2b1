-- Which hosts callbacks leave alone. Each processor decides that by itself, in memory, and notes it here for operators to see.

CREATE TABLE callback_breakers (
  host text COLLATE "C" NOT NULL,
  holder uuid NOT NULL,
  processor text NOT NULL,
  failures integer NOT NULL,
  last_error text NOT NULL,
  opened_at timestamptz(6) NOT NULL,
  rests_until timestamptz(6) NOT NULL,
  noted_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (host, holder)
);
COMMENT ON TABLE callback_breakers IS 'Hosts that do not answer callbacks, as each processor that found so notes. Nothing is decided by it.';
COMMENT ON COLUMN callback_breakers.host IS 'Of the addresses that are called, and no more of them.';
COMMENT ON COLUMN callback_breakers.holder IS 'A token that the process drew when it began to make callbacks.';
COMMENT ON COLUMN callback_breakers.processor IS 'Name of the machine, container or pod that the process runs on.';
COMMENT ON COLUMN callback_breakers.failures IS 'Attempts in a row that got no answer.';
COMMENT ON COLUMN callback_breakers.last_error IS 'What the last of them failed at: dns, connect, tls or timeout.';
COMMENT ON COLUMN callback_breakers.opened_at IS 'Since when the host is left alone, by the clock of the processor.';
COMMENT ON COLUMN callback_breakers.rests_until IS 'Until then no attempt is made; from then on one at a time, until one is answered.';
COMMENT ON COLUMN callback_breakers.noted_at IS 'When the process said so last; it does every 15 seconds. A row whose note is older than a minute is of one that is gone, and counts for nothing.';

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_api') THEN
    GRANT SELECT ON callback_breakers TO taskfold_api;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'taskfold_processor') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON callback_breakers TO taskfold_processor;
  END IF;
END
$$;
