import { instantFromMilliseconds } from '@taskfold/contract';
import type { RekeyedEntry } from './entries.ts';
import { type Column, insertRecordset, printRows } from './recordset.ts';
import { type Statement, statementOf } from './statement.ts';
import { storedHeaders } from './stored-headers.ts';

const COLUMNS: readonly Column[] = [
  { name: 'topic', type: 'text' },
  { name: 'kafka_partition', type: 'integer' },
  { name: 'log_offset', type: 'bigint' },
  { name: 'record_time', type: 'timestamptz' },
  ...['tenant_id', 'task_id', 'source', 'event_id', 'cause'].map((name) => ({ name, type: 'text' })),
  { name: 'recognised', type: 'text[]' },
  { name: 'value', type: 'bytea' },
  { name: 'headers', type: 'jsonb' },
];

const INSERT = `${insertRecordset('rekeyed_records', COLUMNS)}
  ON CONFLICT (topic, kafka_partition, log_offset) DO NOTHING`;

/** Stores records that are to be published again, byte for byte. */
export function* writeRekeyedRecords(entries: readonly RekeyedEntry[]): Generator<Statement> {
  if (entries.length === 0) return;
  const rows = entries.map(({ record, tenantId, taskId, source, eventId, cause, recognised }) => ({
    topic: record.topic,
    kafka_partition: record.partition,
    log_offset: record.offset,
    record_time: instantFromMilliseconds(record.timestampMs),
    tenant_id: tenantId,
    task_id: taskId,
    source,
    event_id: eventId,
    cause,
    recognised,
    value: record.value?.toString('base64') ?? null,
    headers: storedHeaders(record.headers),
  }));
  yield statementOf('insert_rekeyed_records', INSERT, [printRows(COLUMNS, rows)]);
}
