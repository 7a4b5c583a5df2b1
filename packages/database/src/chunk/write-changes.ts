import type { ChangeEntry } from './entries.ts';
import { type Column, insertRecordset, printRows } from './recordset.ts';
import { type Statement, statementOf } from './statement.ts';

/** Those who follow changes LISTEN to this; the payload is the partition. It only wakes: what changed is in `changes`. */
export const CHANGES_CHANNEL = 'taskfold_changes';

const COLUMNS: readonly Column[] = [
  { name: 'kafka_partition', type: 'integer' },
  { name: 'position', type: 'bigint' },
  { name: 'tenant_id', type: 'text' },
  { name: 'task_id', type: 'text' },
  { name: 'revision', type: 'bigint' },
  { name: 'traceparent', type: 'text' },
];

/**
 * @param parameter that carries {@link printChanges}
 * @returns what stands behind `WITH`; one notification for all rows: equal ones of a transaction are delivered once
 */
export const insertChanges = (parameter: number) =>
  `inserted AS (${insertRecordset('changes', COLUMNS, parameter)} RETURNING kafka_partition)
  SELECT pg_notify('${CHANGES_CHANNEL}', kafka_partition::text) FROM inserted LIMIT 1`;

const INSERT = `WITH ${insertChanges(1)}`;

/** Appends the changes of a chunk and wakes those who follow them, once the transaction commits. */
export function* writeChanges(changes: readonly ChangeEntry[]): Generator<Statement> {
  if (changes.length === 0) return;
  yield statementOf('insert_changes', INSERT, [printChanges(changes)]);
}

export function printChanges(changes: readonly ChangeEntry[]): string {
  const rows = changes.map(({ partition, position, tenantId, taskId, revision, traceparent }) => ({
    kafka_partition: partition,
    position,
    tenant_id: tenantId,
    task_id: taskId,
    revision,
    traceparent,
  }));
  return printRows(COLUMNS, rows);
}
