import type { NewRecord, TaskChange } from './entries.ts';
import { type Column, inPartition, insertRecordset, printRows } from './recordset.ts';
import { type Statement, statementOf } from './statement.ts';

const COLUMNS: readonly Column[] = [
  ...['tenant_id', 'task_id', 'kind', 'entry_id', 'source', 'event_id'].map((name) => ({
    name,
    type: 'text',
  })),
  { name: 'event_time', type: 'timestamptz' },
  { name: 'amount_credits', type: 'numeric' },
  { name: 'estimated', type: 'boolean' },
  { name: 'reason', type: 'text' },
  { name: 'kafka_partition', type: 'integer' },
];

const INSERT = insertRecordset('ledger_entries', COLUMNS);

const ERASE = `UPDATE ledger_entries l SET reason = NULL
  FROM ${inPartition('unnest($1::text[], $2::text[]) AS e(tenant_id, task_id)', 3)} AS e
  WHERE l.tenant_id = e.tenant_id AND l.task_id = e.task_id AND l.kafka_partition = e.kafka_partition AND l.reason IS NOT NULL`;

/** Adds the charges and refunds that a chunk brought; those that were stored before never change. */
export function* writeLedgerEntries(partition: number, records: readonly NewRecord[]): Generator<Statement> {
  const rows = records.flatMap(({ tenantId, taskId, record }) => {
    if (record.kind === 'usage') return [];
    const { kind, entryId, key, amountCredits, estimated, reason } = record;
    return {
      tenant_id: tenantId,
      task_id: taskId,
      kind,
      entry_id: entryId,
      source: key.source,
      event_id: key.id,
      event_time: key.time,
      amount_credits: amountCredits,
      estimated,
      reason,
      kafka_partition: partition,
    };
  });
  if (rows.length === 0) return;
  yield statementOf('insert_ledger_entries', INSERT, [printRows(COLUMNS, rows)]);
}

/** Removes the reasons from all entries of tasks that a chunk erased. To be run when those of the chunk are written. */
export function* eraseReasons(partition: number, tasks: readonly TaskChange[]): Generator<Statement> {
  const erased = tasks.filter(
    ({ before, after }) => after.erased && before?.erased !== true && after.ledger.refunds > 0,
  );
  if (erased.length === 0) return;
  yield statementOf('erase_reasons', ERASE, [
    erased.map(({ after }) => after.tenantId),
    erased.map(({ after }) => after.taskId),
    partition,
  ]);
}
