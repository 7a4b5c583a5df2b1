import type { OutgoingEvent, OutgoingRecord } from '@taskfold/kafka';
import { columnsOf } from '../baselines/columns.ts';
import { events, type WorkloadOptions } from '../workload.ts';

const TIMESTAMP = 'org.apache.kafka.connect.data.Timestamp';

const text = (field: string) => ({ type: 'string', optional: true, field });

/** Connect's description of a record, which each record carries. */
const SCHEMA = {
  type: 'struct',
  optional: false,
  name: 'task',
  fields: [
    { type: 'string', optional: false, field: 'task_id' },
    text('tenant_id'),
    text('status'),
    text('capability'),
    text('model'),
    text('input'),
    text('output'),
    { type: 'int32', optional: true, field: 'progress_percent' },
    text('progress_stage'),
    text('progress_message'),
    { type: 'int64', optional: false, name: TIMESTAMP, version: 1, field: 'updated_at' },
  ],
};

/** A table that takes the records as they are. */
export const createTable = (name: string): string => `CREATE TABLE ${name} (
  task_id text PRIMARY KEY, tenant_id text, status text, capability text, model text, input text, output text,
  progress_percent integer, progress_stage text, progress_message text, updated_at timestamp)`;

/**
 * How many events the table shows: since a row is the last event that arrived, what it holds tells how many came before.
 */
export const visibleEvents = (table: string): string => `SELECT coalesce(sum(CASE status
    WHEN 'queued' THEN 1 WHEN 'succeeded' THEN 5
    ELSE CASE progress_percent WHEN 50 THEN 3 WHEN 75 THEN 4 ELSE 2 END END), 0)::int8 AS count FROM ${table}`;

/** The same events, flat: the sink reads no CloudEvents. */
export function* flatWorkload(options: WorkloadOptions): Generator<OutgoingRecord> {
  for (const event of events(options)) {
    yield {
      key: Buffer.from(event.subject),
      value: Buffer.from(JSON.stringify({ schema: SCHEMA, payload: payloadOf(event) })),
      headers: {},
    };
  }
}

function payloadOf(event: OutgoingEvent): object {
  const columns = columnsOf({ ...event, data: event.data as Readonly<Record<string, unknown>> });
  return {
    task_id: event.subject,
    tenant_id: event.tenantid,
    status: columns.status ?? 'running',
    capability: columns.capability ?? null,
    model: columns.model ?? null,
    input: columns.input === undefined ? null : JSON.stringify(columns.input),
    output: columns.output === undefined ? null : JSON.stringify(columns.output),
    progress_percent: columns.progressPercent ?? null,
    progress_stage: columns.progressStage ?? null,
    progress_message: columns.progressMessage ?? null,
    updated_at: Date.parse(event.time),
  };
}
