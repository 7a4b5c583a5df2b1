import { type KnownContent, ledgerKey, usageDigest, usageKey } from '@taskfold/fold';
import type { ClientBase } from 'pg';
import { inPieces } from './pieces.ts';
import { inPartition } from './recordset.ts';
import { type UsageColumns, usageOf } from './usage-of.ts';

/** The key of a usage record that an event names, with its task's. */
export interface UsageRecordKey {
  readonly tenantId: string;
  readonly taskId: string;
  readonly source: string;
  readonly eventId: string;
}

/** The key of a ledger entry that an event names, with its task's. */
export interface LedgerEntryKey {
  readonly tenantId: string;
  readonly taskId: string;
  readonly kind: 'charge' | 'refund';
  readonly entryId: string;
}

/** Keys of records that may be stored; none of them twice. */
export interface RecordKeys {
  readonly usage: readonly UsageRecordKey[];
  readonly ledger: readonly LedgerEntryKey[];
}

/** Those that are stored, by `<tenant>/<task>` and then as the fold knows them. */
export type LoadedRecords = ReadonlyMap<string, ReadonlyMap<string, KnownContent>>;

const KEYS = 'unnest($1::text[], $2::text[], $3::text[], $4::text[])';
const USAGE = `SELECT u.* FROM ${inPartition(`${KEYS} AS k(tenant_id, task_id, source, event_id)`, 5)} AS k
    JOIN usage_records u USING (tenant_id, task_id, source, event_id, kafka_partition)`;
const LEDGER = `SELECT l.tenant_id, l.task_id, l.kind, l.entry_id, l.amount_credits
  FROM ${inPartition(`${KEYS} AS k(tenant_id, task_id, kind, entry_id)`, 5)} AS k
    JOIN ledger_entries l USING (tenant_id, task_id, kind, entry_id, kafka_partition)`;

interface TaskKeyRow {
  readonly tenant_id: string;
  readonly task_id: string;
}
type UsageRow = TaskKeyRow & UsageColumns & { readonly source: string; readonly event_id: string };
type LedgerRow = TaskKeyRow & {
  readonly kind: LedgerEntryKey['kind'];
  readonly entry_id: string;
  readonly amount_credits: string;
};

/** What is stored under the keys that the events of a partition's chunk name, and nothing else of their tasks. */
export async function loadRecords(
  client: ClientBase,
  partition: number,
  { usage, ledger }: RecordKeys,
): Promise<LoadedRecords> {
  const found = new Map<string, Map<string, KnownContent>>();

  function note({ tenant_id, task_id }: TaskKeyRow, key: string, content: KnownContent): void {
    const task = `${tenant_id}/${task_id}`;
    const known = found.get(task);
    if (known === undefined) found.set(task, new Map([[key, content]]));
    else known.set(key, content);
  }

  // A small event may name a large record: of a piece of them no more than the digests is held.
  for (const piece of inPieces(usage)) {
    const values = [...columns(piece, ({ source, eventId }) => [source, eventId]), partition];
    const { rows } = await client.query<UsageRow>({ name: 'load_usage_records', text: USAGE, values });
    for (const row of rows) note(row, usageKey(row.source, row.event_id), usageDigest(usageOf(row)));
  }
  if (ledger.length > 0) {
    const values = [...columns(ledger, ({ kind, entryId }) => [kind, entryId]), partition];
    const { rows } = await client.query<LedgerRow>({ name: 'load_ledger_entries', text: LEDGER, values });
    for (const row of rows) note(row, ledgerKey(row.kind, row.entry_id), row.amount_credits);
  }
  return found;
}

function columns<Key extends { readonly tenantId: string; readonly taskId: string }>(
  keys: readonly Key[],
  rest: (key: Key) => readonly [string, string],
): readonly (readonly string[])[] {
  const rows = keys.map((key) => [key.tenantId, key.taskId, ...rest(key)] as const);
  return [0, 1, 2, 3].map((column) => rows.map((row) => row[column] ?? ''));
}
