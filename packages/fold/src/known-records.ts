import type { AddedRecord, UsageRecord } from './state.ts';

/**
 * What is stored under the keys of usage records and ledger entries that events at hand name; a key without a value is not
 * stored. A state holds the sums over all records of its task and not the records, so that it stays small however many
 * there are: whether an event's record was folded before is looked up under the one key that the event names.
 */
export type KnownRecords = ReadonlyMap<string, KnownContent>;

/** An amount in canonical form, or a usage record: as it is, or as its `usageDigest`. */
export type KnownContent = string | UsageRecord;

/** For a task that has no records yet. */
export const NO_RECORDS: KnownRecords = new Map();

/** The key and the content under which a record that was just added is known to later events. */
export function knownAs(record: AddedRecord): readonly [key: string, content: KnownContent] {
  if (record.kind === 'usage') return [usageKey(record.key.source, record.key.id), record];
  return [ledgerKey(record.kind, record.entryId), record.amountCredits];
}

// No part may hold a line break.

/** Of a usage record. */
export function usageKey(source: string, id: string): string {
  return `usage\n${source}\n${id}`;
}

/** Of a ledger entry. */
export function ledgerKey(kind: 'charge' | 'refund', entryId: string): string {
  return `${kind}\n${entryId}`;
}
