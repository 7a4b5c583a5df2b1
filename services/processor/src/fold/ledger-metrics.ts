import type { NewRecord } from '@taskfold/database';
import { Counter, type Registry } from 'prom-client';

const KINDS = ['charge', 'refund'] as const;

export interface LedgerMetrics {
  /** Takes what one chunk has added. */
  added(records: readonly NewRecord[]): void;
}

/**
 * Shows the money that moves: what was charged and refunded, of all tenants together, estimates included. As floating-point numbers,
 * and without what an earlier process of this one's place has folded, so for rates and alarms; the exact sums are those of the database.
 * The tasks that lack a charge are counted by `taskfold_tasks_in_need`.
 */
export function ledgerMetrics(registry: Registry): LedgerMetrics {
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ['kind'], registers: [registry] });
  const credits = counter('taskfold_ledger_credits_total', 'Credits of the ledger entries that were folded.');
  const entries = counter('taskfold_ledger_entries_total', 'Ledger entries that were folded, each once.');
  // Shown from the beginning, so that the first one is seen to rise.
  for (const kind of KINDS) {
    credits.inc({ kind }, 0);
    entries.inc({ kind }, 0);
  }
  return {
    added(records) {
      const sums = { charge: { count: 0, credits: 0 }, refund: { count: 0, credits: 0 } };
      for (const { record } of records) {
        if (record.kind !== 'charge' && record.kind !== 'refund') continue;
        sums[record.kind].count += 1;
        sums[record.kind].credits += Number(record.amountCredits);
      }
      for (const kind of KINDS) {
        if (sums[kind].count === 0) continue;
        entries.inc({ kind }, sums[kind].count);
        credits.inc({ kind }, sums[kind].credits);
      }
    },
  };
}
