import type { ClientBase } from 'pg';
import { copyRows, printCopyRow } from './copy-rows.ts';
import type { TimelineEntry } from './entries.ts';

const COPY = `COPY timeline (tenant_id, task_id, kafka_partition, log_offset, record_time, event_time, source, event_id,
  type, disposition, reason, revision, changed) FROM STDIN`;

/** Appends what became of each event. The partitions of its months must be there. */
export async function writeTimeline(client: ClientBase, entries: readonly TimelineEntry[]): Promise<void> {
  if (entries.length === 0) return;
  let rows = '';
  for (const entry of entries) {
    rows += printCopyRow([
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
    ]);
  }
  await copyRows(client, COPY, rows);
}
