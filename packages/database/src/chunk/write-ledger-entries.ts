import type { LedgerEntry } from '@taskfold/fold';
import type { TaskChange } from './entries.ts';
import { type Column, insertRecordset, printRows } from './recordset.ts';
import type { Statement } from './statement.ts';

const COLUMNS: readonly Column[] = [
  ...['tenant_id', 'task_id', 'kind', 'entry_id', 'source', 'event_id'].map((name) => ({
    name,
    type: 'text',
  })),
  { name: 'event_time', type: 'timestamptz' },
  { name: 'amount_credits', type: 'numeric' },
  { name: 'estimated', type: 'boolean' },
  { name: 'reason', type: 'text' },
];

// Which of two events with one key and amount an entry is ascribed to is a join, and erasure takes the reason away.
const UPSERT = `${insertRecordset('ledger_entries', COLUMNS)}
  ON CONFLICT (tenant_id, task_id, kind, entry_id) DO UPDATE
  SET source = excluded.source, event_id = excluded.event_id, event_time = excluded.event_time,
    estimated = excluded.estimated, reason = excluded.reason`;

/** Adds the charges and refunds that a chunk brought, and replaces what it changed of others; never an amount. */
export function* writeLedgerEntries(tasks: readonly TaskChange[]): Generator<Statement> {
  const rows = tasks.flatMap(({ before, after }) => {
    if (after.ledger === before?.ledger) return [];
    const known = new Set<LedgerEntry>(before?.ledger);
    return after.ledger
      .filter((entry) => !known.has(entry))
      .map(({ kind, entryId, key, amountCredits, estimated, reason }) => ({
        tenant_id: after.tenantId,
        task_id: after.taskId,
        kind,
        entry_id: entryId,
        source: key.source,
        event_id: key.id,
        event_time: key.time,
        amount_credits: amountCredits,
        estimated,
        reason,
      }));
  });
  if (rows.length === 0) return;
  const values = [printRows(COLUMNS, rows)];
  yield async (client) => {
    await client.query({ name: 'upsert_ledger_entries', text: UPSERT, values });
  };
}
