import { nearestInstant } from '@taskfold/contract';
import type { DeadLetterEntry } from './entries.ts';
import { type Column, insertRecordset, printRows } from './recordset.ts';
import { type Statement, statementOf } from './statement.ts';
import { storedHeaders } from './stored-headers.ts';

const COLUMNS: readonly Column[] = [
  { name: 'topic', type: 'text' },
  { name: 'kafka_partition', type: 'integer' },
  { name: 'log_offset', type: 'bigint' },
  { name: 'record_time', type: 'timestamptz' },
  ...['code', 'message', 'tenant_id', 'task_id'].map((name) => ({ name, type: 'text' })),
  { name: 'key', type: 'bytea' },
  { name: 'value', type: 'bytea' },
  { name: 'headers', type: 'jsonb' },
];

// A rebuild meets the records again; they stay as they were first stored, with what an operator did to them.
const INSERT = `${insertRecordset('dead_letters', COLUMNS)}
  ON CONFLICT (topic, kafka_partition, log_offset) DO NOTHING`;

/** Stores records that can never fold, byte for byte. */
export function* writeDeadLetters(entries: readonly DeadLetterEntry[]): Generator<Statement> {
  if (entries.length === 0) return;
  const rows = entries.map(({ record, code, message, tenantId, taskId }) => ({
    topic: record.topic,
    kafka_partition: record.partition,
    log_offset: record.offset,
    record_time: nearestInstant(record.timestampMs),
    code,
    message,
    tenant_id: tenantId,
    task_id: taskId,
    key: record.key?.toString('base64') ?? null,
    value: record.value?.toString('base64') ?? null,
    headers: storedHeaders(record.headers),
  }));
  yield statementOf('insert_dead_letters', INSERT, [printRows(COLUMNS, rows)]);
}
