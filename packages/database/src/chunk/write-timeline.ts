import type { ClientBase } from 'pg';
import type { TimelineEntry } from './entries.ts';
import { type Column, insertRecordset, printRows } from './recordset.ts';

const COLUMNS: readonly Column[] = [
  { name: 'tenant_id', type: 'text' },
  { name: 'task_id', type: 'text' },
  { name: 'kafka_partition', type: 'integer' },
  { name: 'log_offset', type: 'bigint' },
  { name: 'record_time', type: 'timestamptz' },
  { name: 'event_time', type: 'timestamptz' },
  ...['source', 'event_id', 'type', 'disposition', 'reason'].map((name) => ({ name, type: 'text' })),
  { name: 'revision', type: 'bigint' },
  { name: 'changed', type: 'jsonb' },
];

const INSERT = insertRecordset('timeline', COLUMNS);

/** Appends what became of each event. The partitions of its months must be there. */
export async function writeTimeline(client: ClientBase, entries: readonly TimelineEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    tenant_id: entry.tenantId,
    task_id: entry.taskId,
    kafka_partition: entry.partition,
    log_offset: entry.offset,
    record_time: entry.recordTime,
    event_time: entry.eventTime,
    source: entry.source,
    event_id: entry.eventId,
    type: entry.type,
    disposition: entry.disposition,
    reason: entry.reason,
    revision: entry.revision,
    changed: entry.changed === null ? null : JSON.stringify(entry.changed),
  }));
  await client.query({ name: 'insert_timeline', text: INSERT, values: [printRows(COLUMNS, rows)] });
}
