import { copyRows, printCopyRow } from './copy-rows.ts';
import type { TimelineEntry } from './entries.ts';
import type { Statement } from './statement.ts';

const COPY = `COPY timeline (tenant_id, task_id, kafka_partition, log_offset, record_time, event_time, source, event_id,
  type, disposition, reason, revision, changed) FROM STDIN`;

/** Appends what became of each event. The partitions of its months must be there. */
export function* writeTimeline(entries: readonly TimelineEntry[]): Generator<Statement> {
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
  yield (client) => copyRows(client, COPY, rows);
}
