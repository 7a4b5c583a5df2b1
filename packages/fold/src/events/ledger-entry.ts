import type { EventOf } from '@taskfold/contract';
import { type KnownRecords, ledgerKey } from '../known-records.ts';
import { addDecimals, canonicalDecimal } from '../money/decimal.ts';
import { printCredits } from '../money/print.ts';
import type { EventKey, LedgerEntry, LedgerTotals, TaskState } from '../state.ts';
import { applied, CONFLICT, DUPLICATE, type Step } from '../step.ts';

/** Adds a charge, known by its entry id. */
export function foldCharged(
  state: TaskState,
  { data }: EventOf<'task.charged'>,
  key: EventKey,
  known: KnownRecords,
): Step {
  return foldEntry(state, known, {
    kind: 'charge',
    entryId: data.entry_id,
    key,
    amountCredits: canonicalDecimal(data.amount_credits),
    estimated: data.estimated ?? false,
    reason: null,
  });
}

/** Adds a refund, known by its entry id; a charge of the same id is another entry. */
export function foldRefunded(
  state: TaskState,
  { data }: EventOf<'task.refunded'>,
  key: EventKey,
  known: KnownRecords,
): Step {
  return foldEntry(state, known, {
    kind: 'refund',
    entryId: data.entry_id,
    key,
    amountCredits: canonicalDecimal(data.amount_credits),
    estimated: false,
    reason: data.reason ?? null,
  });
}

// The event that brings an entry first gives it everything: its amount, its time, its reason. The same entry again is a
// duplicate while the amount agrees, and a conflict when it does not.
function foldEntry(state: TaskState, known: KnownRecords, entry: LedgerEntry): Step {
  const held = known.get(ledgerKey(entry.kind, entry.entryId));
  if (held !== undefined) return held === entry.amountCredits ? DUPLICATE : CONFLICT;
  return applied(
    { ledger: withEntry(state.ledger, entry) },
    {
      [entry.kind === 'charge' ? 'charged' : 'refunded']: printCredits(entry.amountCredits),
      entry_id: entry.entryId,
    },
    entry,
  );
}

function withEntry(totals: LedgerTotals, { kind, amountCredits }: LedgerEntry): LedgerTotals {
  const { charges, charged, refunds, refunded } = totals;
  return kind === 'charge'
    ? {
        ...totals,
        charges: charges + 1,
        charged: charges === 0 ? amountCredits : addDecimals(charged, amountCredits),
      }
    : {
        ...totals,
        refunds: refunds + 1,
        refunded: refunds === 0 ? amountCredits : addDecimals(refunded, amountCredits),
      };
}
