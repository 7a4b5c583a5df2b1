import { creditsToUsd, printCredits } from '../money/print.ts';
import type { LedgerEntry } from '../state.ts';
import { quote, quoteOrNull, time } from './json.ts';

/**
 * A charge or a refund as pages of them show it: JSON text.
 *
 * @param creditsPerUsd of its task
 */
export function renderLedgerEntry(entry: LedgerEntry, creditsPerUsd: string): string {
  const { kind, entryId, key, amountCredits, estimated, reason } = entry;
  return (
    `{"object":"ledger_entry","kind":"${kind}","entry_id":${quote(entryId)},` +
    `"amount_credits":"${printCredits(amountCredits)}",` +
    `"amount_credits_usd_reference":"${creditsToUsd(amountCredits, creditsPerUsd)}","estimated":${estimated},` +
    `"reason":${quoteOrNull(reason)},"source":${quote(key.source)},"event_id":${quote(key.id)},"time":${time(key.time)}}`
  );
}
