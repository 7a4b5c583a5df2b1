-- A task may have any number of usage records and ledger entries, so its row holds sums, counts and the first usage lines
-- alone. The rows that are there follow: their sums are right already.

ALTER TABLE tasks
  ADD COLUMN usage_record_count integer,
  ADD COLUMN usage_line_count integer,
  ADD COLUMN charge_count integer,
  ADD COLUMN refund_count integer;
COMMENT ON COLUMN tasks.usage_record_count IS 'Rows of the task in usage_records. Null where there are none.';
COMMENT ON COLUMN tasks.usage_line_count IS 'Usage lines of all of them. Null where there are no rows.';
COMMENT ON COLUMN tasks.charge_count IS 'Charges of the task in ledger_entries. Null where there are none.';
COMMENT ON COLUMN tasks.refund_count IS 'Refunds of the task in ledger_entries. Null where there are none.';
COMMENT ON COLUMN tasks.usage_lines IS 'The first usage lines by time, source and id of their event, up to 100 and some 32 kB: [{meter, quantity, unit, billed_amount_credits}, ...]; the first of each event has its time, source and id, too. All lines are in usage_records.';

WITH lines AS (
  SELECT u.tenant_id, u.task_id, u.event_time, u.source, u.event_id, e.place, e.line,
    octet_length(u.source) + octet_length(u.event_id) + octet_length(e.line::text) AS size
  FROM usage_records u CROSS JOIN LATERAL json_array_elements(u.lines) WITH ORDINALITY AS e(line, place)
), ordered AS (
  SELECT tenant_id, task_id, event_time, source, event_id, place, line, row_number() OVER task_lines AS number,
    sum(size) OVER task_lines - size AS bytes_before
  FROM lines
  -- The processor compares by UTF-16 code units: there U+E000 to U+FFFF come last, behind what takes two units.
  WINDOW task_lines AS (PARTITION BY tenant_id, task_id ORDER BY event_time,
    regexp_replace(source, '([\uE000-\uFFFF])', E'\U0010FFFF\\1', 'g') COLLATE "C",
    regexp_replace(event_id, '([\uE000-\uFFFF])', E'\U0010FFFF\\1', 'g') COLLATE "C", place)
), shown AS (
  SELECT tenant_id, task_id, '[' || string_agg(CASE WHEN place > 1 THEN line::text ELSE
      left(line::text, -1) || ',"time":"' || to_char(event_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        || '","source":' || to_json(source)::text || ',"id":' || to_json(event_id)::text || '}'
    END, ',' ORDER BY number) || ']' AS lines
  FROM ordered WHERE number <= 100 AND bytes_before < 32768
  GROUP BY tenant_id, task_id
), used AS (
  SELECT tenant_id, task_id, count(*) AS records, sum(json_array_length(lines)) AS lines
  FROM usage_records GROUP BY tenant_id, task_id
), booked AS (
  SELECT tenant_id, task_id, count(*) FILTER (WHERE kind = 'charge') AS charges,
    count(*) FILTER (WHERE kind = 'refund') AS refunds
  FROM ledger_entries GROUP BY tenant_id, task_id
), counted AS (
  SELECT tenant_id, task_id, u.records, u.lines, s.lines AS shown, nullif(b.charges, 0) AS charges,
    nullif(b.refunds, 0) AS refunds
  FROM used u FULL JOIN booked b USING (tenant_id, task_id) LEFT JOIN shown s USING (tenant_id, task_id)
)
UPDATE tasks t
SET usage_record_count = c.records, usage_line_count = c.lines, usage_lines = coalesce(c.shown::json, t.usage_lines),
  charge_count = c.charges, refund_count = c.refunds
FROM counted c WHERE t.tenant_id = c.tenant_id AND t.task_id = c.task_id;
