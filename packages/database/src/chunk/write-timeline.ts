import { type AppendedRow, appendedTable, appendRows } from './append-rows.ts';
import type { TimelineEntry } from './entries.ts';
import { printRows } from './recordset.ts';
import type { Statement } from './statement.ts';

const TIMELINE = appendedTable('timeline', [
  { name: 'tenant_id', type: 'text' },
  { name: 'task_id', type: 'text' },
  { name: 'kafka_partition', type: 'integer' },
  { name: 'log_offset', type: 'bigint' },
  { name: 'record_time', type: 'timestamptz' },
  { name: 'event_time', type: 'timestamptz' },
  { name: 'source', type: 'text' },
  { name: 'event_id', type: 'text' },
  { name: 'type', type: 'text' },
  { name: 'disposition', type: 'text' },
  { name: 'reason', type: 'text' },
  { name: 'revision', type: 'bigint' },
  { name: 'changed', type: 'jsonb' },
]);

/** Appends what became of each event. The partitions of its months must be there. */
export function writeTimeline(entries: readonly TimelineEntry[]): Generator<Statement> {
  return appendRows(TIMELINE, entries, rowOf);
}

/** Its first parameter carries {@link printTimeline}. */
export const INSERT_TIMELINE = TIMELINE.insert;

export function printTimeline(entries: readonly TimelineEntry[]): string {
  return printRows(TIMELINE.columns, entries.map(rowOf));
}

function rowOf(entry: TimelineEntry): AppendedRow {
  return {
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
  };
}
