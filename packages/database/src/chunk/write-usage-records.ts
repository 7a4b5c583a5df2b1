import { METERS } from '@taskfold/contract';
import type { UsageRecord } from '@taskfold/fold';
import { printLines } from '../tasks/json-columns.ts';
import type { TaskChange } from './entries.ts';
import { type Column, insertRecordset, printRows } from './recordset.ts';
import type { Statement } from './statement.ts';

const COLUMNS: readonly Column[] = [
  ...['tenant_id', 'task_id', 'source', 'event_id'].map((name) => ({ name, type: 'text' })),
  { name: 'event_time', type: 'timestamptz' },
  ...METERS.map((name) => ({ name, type: 'numeric' })),
  { name: 'lines', type: 'json' },
];

const INSERT = insertRecordset('usage_records', COLUMNS);

/** Adds the usage records that a chunk brought; those that were stored before never change. */
export function* writeUsageRecords(tasks: readonly TaskChange[]): Generator<Statement> {
  const rows = tasks.flatMap(({ before, after }) => {
    if (after.usage === before?.usage) return [];
    const known = new Set(before?.usage.map(keyOf));
    return after.usage
      .filter((record) => !known.has(keyOf(record)))
      .map(({ key, meters, lines }) => ({
        tenant_id: after.tenantId,
        task_id: after.taskId,
        source: key.source,
        event_id: key.id,
        event_time: key.time,
        ...meters,
        lines: printLines(lines),
      }));
  });
  if (rows.length === 0) return;
  const values = [printRows(COLUMNS, rows)];
  yield async (client) => {
    await client.query({ name: 'insert_usage_records', text: INSERT, values });
  };
}

function keyOf({ key }: UsageRecord): string {
  return JSON.stringify([key.source, key.id]);
}
