import { METERS } from '@taskfold/contract';
import { printUsageLines } from '@taskfold/fold';
import type { NewRecord } from './entries.ts';
import { inPieces } from './pieces.ts';
import { type Column, insertRecordset, printRows } from './recordset.ts';
import { type Statement, statementOf } from './statement.ts';

const COLUMNS: readonly Column[] = [
  ...['tenant_id', 'task_id', 'source', 'event_id'].map((name) => ({ name, type: 'text' })),
  { name: 'event_time', type: 'timestamptz' },
  ...METERS.map((name) => ({ name, type: 'numeric' })),
  { name: 'lines', type: 'json' },
  { name: 'kafka_partition', type: 'integer' },
];

const INSERT = insertRecordset('usage_records', COLUMNS);

/** Adds the usage records that a chunk brought; those that were stored before never change. */
export function* writeUsageRecords(partition: number, records: readonly NewRecord[]): Generator<Statement> {
  const rows = records.flatMap(({ tenantId, taskId, record }) => {
    if (record.kind !== 'usage') return [];
    const { key, meters, lines } = record;
    return {
      tenant_id: tenantId,
      task_id: taskId,
      source: key.source,
      event_id: key.id,
      event_time: key.time,
      ...meters,
      lines: printUsageLines(lines),
      kafka_partition: partition,
    };
  });
  for (const piece of inPieces(rows)) {
    yield statementOf('insert_usage_records', INSERT, [printRows(COLUMNS, piece)]);
  }
}
