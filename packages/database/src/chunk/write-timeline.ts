import { appendedTable, appendRows } from './append-rows.ts';
import type { CopyValue } from './copy-rows.ts';
import type { TimelineEntry } from './entries.ts';
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
  return appendRows(TIMELINE, entries.map(valuesOf));
}

function valuesOf(entry: TimelineEntry): CopyValue[] {
  return [
    entry.tenantId,
    entry.taskId,
    entry.partition,
    entry.offset,
    entry.recordTime,
    entry.eventTime,
    entry.source,
    entry.eventId,
    entry.type,
    entry.disposition,
    entry.reason,
    entry.revision,
    entry.changed === null ? null : JSON.stringify(entry.changed),
  ];
}
