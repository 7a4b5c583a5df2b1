import type { LedgerEntry, TaskEvent, UsageRecord } from '@taskfold/client';
import { amountOf, amountText } from '../money/decimal.ts';

/** What an event did to the money of its task. */
export interface MoneyMoment {
  readonly kind: 'charge' | 'refund' | 'usage';
  /** Credits, without a sign. */
  readonly amount: string;
  readonly entryId: string | null;
  readonly reason: string | null;
  readonly estimated: boolean;
  /** Charges less refunds up to this event; null of usage, which charges nothing by itself. */
  readonly net: string | null;
}

const keyOf = (source: string, id: string) => JSON.stringify([source, id]);
const eventKey = ({ source, id }: TaskEvent) => keyOf(source, id);

/**
 * The money of each event that has some, in the order of the log. Only what counts is there: a duplicate moves nothing.
 *
 * @returns by the index of the event
 */
export function moneyMoments(
  events: readonly TaskEvent[],
  ledger: readonly LedgerEntry[],
  usage: readonly UsageRecord[],
): ReadonlyMap<number, MoneyMoment> {
  const entries = new Map(ledger.map((entry) => [keyOf(entry.source, entry.event_id), entry]));
  const records = new Map(usage.map((record) => [keyOf(record.source, record.event_id), record]));
  const moments = new Map<number, MoneyMoment>();
  let net = 0n;
  for (const [index, event] of events.entries()) {
    if (event.disposition !== 'applied') continue;
    const entry = entries.get(eventKey(event));
    const record = records.get(eventKey(event));
    if (entry !== undefined) {
      const amount = amountOf(entry.amount_credits) ?? 0n;
      net += entry.kind === 'charge' ? amount : -amount;
      moments.set(index, {
        kind: entry.kind,
        amount: entry.amount_credits,
        entryId: entry.entry_id,
        reason: entry.reason,
        estimated: entry.estimated,
        net: amountText(net),
      });
    } else if (record !== undefined) {
      moments.set(index, {
        kind: 'usage',
        amount: record.credits,
        entryId: null,
        reason: null,
        estimated: false,
        net: null,
      });
    }
  }
  return moments;
}
