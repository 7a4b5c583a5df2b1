import type { EventOf } from '@taskfold/contract';
import { insertionIndex } from '../joins/sorted-insert.ts';
import { canonicalDecimal } from '../money/decimal.ts';
import { printCredits } from '../money/print.ts';
import type { EventKey, LedgerEntry, TaskState } from '../state.ts';
import { applied, CONFLICT, DUPLICATE, type Step } from '../step.ts';

/** Adds a charge, known by its entry id. */
export function foldCharged(state: TaskState, { data }: EventOf<'task.charged'>, key: EventKey): Step {
  return foldEntry(state, {
    kind: 'charge',
    entryId: data.entry_id,
    key,
    amountCredits: canonicalDecimal(data.amount_credits),
    estimated: data.estimated ?? false,
    reason: null,
  });
}

/** Adds a refund, known by its entry id; a charge of the same id is another entry. */
export function foldRefunded(state: TaskState, { data }: EventOf<'task.refunded'>, key: EventKey): Step {
  return foldEntry(state, {
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
function foldEntry(state: TaskState, entry: LedgerEntry): Step {
  const index = insertionIndex(state.ledger, entry, compareEntries);
  const held = state.ledger[index];
  if (held !== undefined && compareEntries(held, entry) === 0) {
    return held.amountCredits === entry.amountCredits ? DUPLICATE : CONFLICT;
  }
  return applied(
    { ledger: state.ledger.toSpliced(index, 0, entry) },
    {
      [entry.kind === 'charge' ? 'charged' : 'refunded']: printCredits(entry.amountCredits),
      entry_id: entry.entryId,
    },
  );
}

function compareEntries(left: LedgerEntry, right: LedgerEntry): number {
  if (left.kind !== right.kind) return left.kind < right.kind ? -1 : 1;
  if (left.entryId !== right.entryId) return left.entryId < right.entryId ? -1 : 1;
  return 0;
}
