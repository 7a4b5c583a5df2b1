import { type Instant, METERS } from '@taskfold/contract';
import { type Queryable, usageOf } from '@taskfold/database';
import type { LedgerEntry, UsageRecord } from '@taskfold/fold';

export interface ListRecordsOptions {
  readonly tenantId: string;
  readonly taskId: string;
  /** The key of the last record of the page before: source and event id of a usage record, kind and id of an entry. */
  readonly after?: readonly [string, string] | undefined;
  readonly limit: number;
}

export type RecordPage<Item> =
  | {
      readonly kind: 'found';
      readonly records: readonly Item[];
      readonly hasMore: boolean;
      /** Of the task. */
      readonly creditsPerUsd: string;
    }
  /** The tenant has no such task, or its creation has not come. */
  | { readonly kind: 'not_found' };

/** A page ends behind the record that brings its lines beyond so many bytes. */
const MAX_PAGE_BYTES = 512 * 1024;

// In the order of the primary keys, so that a page costs the same however many records there are.

const USAGE = `
  SELECT t.credits_per_usd, e.* FROM tasks t LEFT JOIN LATERAL (
    SELECT p.*, count(*) OVER () AS found, sum(size) OVER (ORDER BY source, event_id) - size AS bytes_before
    FROM (
      SELECT source, event_id, event_time, ${METERS.join(', ')}, lines, octet_length(lines::text) AS size
      FROM usage_records
      WHERE tenant_id = t.tenant_id AND task_id = t.task_id AND kafka_partition = t.kafka_partition
        AND (source, event_id) > ($3, $4)
      ORDER BY source, event_id LIMIT $5
    ) AS p
  ) AS e ON e.bytes_before < ${MAX_PAGE_BYTES}
  WHERE t.tenant_id = $1 AND t.task_id = $2 AND t.created_at IS NOT NULL
  ORDER BY e.source, e.event_id`;

const LEDGER = `
  SELECT t.credits_per_usd, e.* FROM tasks t LEFT JOIN LATERAL (
    SELECT kind, entry_id, source, event_id, event_time, amount_credits, estimated, reason, count(*) OVER () AS found
    FROM (
      SELECT * FROM ledger_entries
      WHERE tenant_id = t.tenant_id AND task_id = t.task_id AND kafka_partition = t.kafka_partition
        AND (kind, entry_id) > ($3, $4)
      ORDER BY kind, entry_id LIMIT $5
    ) AS p
  ) AS e ON true
  WHERE t.tenant_id = $1 AND t.task_id = $2 AND t.created_at IS NOT NULL
  ORDER BY e.kind, e.entry_id`;

interface TaskPart {
  readonly credits_per_usd: string;
}
interface EventPart {
  readonly source: string;
  readonly event_id: string;
  readonly event_time: Instant;
  readonly found: number;
}
/** Without a record where the page holds none. */
type RowOf<Part> = TaskPart & ((EventPart & Part) | { readonly found: null });
interface LedgerPart {
  readonly kind: LedgerEntry['kind'];
  readonly entry_id: string;
  readonly amount_credits: string;
  readonly estimated: boolean;
  readonly reason: string | null;
}

/** One page of the usage records of a task, by source and event id. */
export async function listUsageRecords(
  pool: Queryable,
  options: ListRecordsOptions,
): Promise<RecordPage<UsageRecord>> {
  const page = await select<Parameters<typeof usageOf>[0]>(
    pool,
    { name: 'list_usage_records', text: USAGE },
    options,
  );
  return pageOf(page, options.limit, (row) => ({ kind: 'usage', key: keyOf(row), ...usageOf(row) }));
}

/** One page of the ledger of a task: its charges and then its refunds, by their ids. */
export async function listLedgerEntries(
  pool: Queryable,
  options: ListRecordsOptions,
): Promise<RecordPage<LedgerEntry>> {
  const page = await select<LedgerPart>(pool, { name: 'list_ledger_entries', text: LEDGER }, options);
  return pageOf(page, options.limit, (row) => ({
    kind: row.kind,
    entryId: row.entry_id,
    key: keyOf(row),
    amountCredits: row.amount_credits,
    estimated: row.estimated,
    reason: row.reason,
  }));
}

async function select<Part>(
  pool: Queryable,
  statement: { readonly name: string; readonly text: string },
  { tenantId, taskId, after = ['', ''], limit }: ListRecordsOptions,
): Promise<readonly RowOf<Part>[]> {
  // One more than is shown tells whether there is a next page.
  const values = [tenantId, taskId, ...after, limit + 1];
  return (await pool.query<RowOf<Part>>({ ...statement, values })).rows;
}

function pageOf<Part, Item>(
  rows: readonly RowOf<Part>[],
  limit: number,
  itemOf: (row: EventPart & Part) => Item,
): RecordPage<Item> {
  const [first] = rows;
  if (first === undefined) return { kind: 'not_found' };
  const records = rows.slice(0, limit).flatMap((row) => (row.found === null ? [] : [itemOf(row)]));
  return {
    kind: 'found',
    records,
    hasMore: (first.found ?? 0) > records.length,
    creditsPerUsd: first.credits_per_usd,
  };
}

function keyOf({ event_time, source, event_id }: EventPart): UsageRecord['key'] {
  return { time: event_time, source, id: event_id };
}
