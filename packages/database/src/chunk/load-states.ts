import { METERS, type Meter } from '@taskfold/contract';
import type { LedgerEntry, TaskState, UsageRecord } from '@taskfold/fold';
import type { ClientBase } from 'pg';
import { readLines } from '../tasks/json-columns.ts';
import { stateOfRow } from '../tasks/state-of-row.ts';
import { ROW_COLUMNS } from '../tasks/task-columns.ts';
import type { TaskRow } from '../tasks/task-row.ts';

const KEYS = 'unnest($1::text[], $2::text[]) AS k(tenant_id, task_id)';
const COLUMNS = ROW_COLUMNS.map(({ name, group }) => `${group === 'key' ? 'k' : 't'}.${name}`);

// Of a task that is pruned there is nothing but the revision that it had last, and what is stored is not pruned.
const TASKS = `SELECT ${COLUMNS.join(', ')}, p.revision AS pruned_revision
  FROM ${KEYS} LEFT JOIN tasks t USING (tenant_id, task_id)
    LEFT JOIN pruned_tasks p ON t.task_id IS NULL AND p.tenant_id = k.tenant_id AND p.task_id = k.task_id
  WHERE t.task_id IS NOT NULL OR p.task_id IS NOT NULL`;
const USAGE = `SELECT u.* FROM ${KEYS} JOIN usage_records u USING (tenant_id, task_id)`;
const LEDGER = `SELECT l.* FROM ${KEYS} JOIN ledger_entries l USING (tenant_id, task_id)
  ORDER BY l.kind, l.entry_id`;

/** Of a task that is stored, or of one that is pruned. */
type FoundRow =
  | (TaskRow & { readonly pruned_revision: null })
  | (TaskKeyRow & { readonly pruned_revision: number });
interface TaskKeyRow {
  readonly tenant_id: string;
  readonly task_id: string;
}
interface EventKeyRow {
  readonly event_time: UsageRecord['key']['time'];
  readonly source: string;
  readonly event_id: string;
}
type UsageRow = TaskKeyRow &
  EventKeyRow & { readonly [Name in Meter]: string | null } & { readonly lines: string };
type LedgerRow = TaskKeyRow &
  EventKeyRow & {
    readonly kind: LedgerEntry['kind'];
    readonly entry_id: string;
    readonly amount_credits: string;
    readonly estimated: boolean;
    readonly reason: string | null;
  };

/** What the database holds of tasks, by `<tenant>/<task>`; those that it knows nothing of are in neither. */
export interface LoadedStates {
  readonly states: ReadonlyMap<string, TaskState>;
  /** The last revisions of those that retention has removed. */
  readonly pruned: ReadonlyMap<string, number>;
}

/**
 * The stored states of tasks, exactly as they were written.
 *
 * @param keys `<tenant>/<task>`
 */
export async function loadStates(client: ClientBase, keys: readonly string[]): Promise<LoadedStates> {
  const found = await select<FoundRow>(client, 'load_tasks', TASKS, keys);
  const rows = found.filter((row) => row.pruned_revision === null);
  // A task without sums has no rows in the other tables, which most have not yet.
  const withUsage = rows.filter((row) => row.usage_credits !== null).map(keyOf);
  const withLedger = rows.filter((row) => row.charged_credits !== null).map(keyOf);
  const usage = Map.groupBy(
    withUsage.length === 0 ? [] : await select<UsageRow>(client, 'load_usage', USAGE, withUsage),
    keyOf,
  );
  const ledger = Map.groupBy(
    withLedger.length === 0 ? [] : await select<LedgerRow>(client, 'load_ledger', LEDGER, withLedger),
    keyOf,
  );
  const states = new Map(
    rows.map((row) => {
      const key = keyOf(row);
      const parts = {
        // Sources and ids may hold any script, which PostgreSQL and JavaScript put in different orders.
        usage: (usage.get(key) ?? []).map(usageRecordOf).sort(byEventKey),
        ledger: (ledger.get(key) ?? []).map(ledgerEntryOf),
      };
      return [key, stateOfRow(row, parts)];
    }),
  );
  const pruned = found.filter((row) => row.pruned_revision !== null);
  return { states, pruned: new Map(pruned.map((row) => [keyOf(row), row.pruned_revision])) };
}

async function select<Row extends TaskKeyRow>(
  client: ClientBase,
  name: string,
  text: string,
  keys: readonly string[],
): Promise<Row[]> {
  const parts = keys.map((key) => key.split('/'));
  const values = [parts.map(([tenant]) => tenant), parts.map(([, task]) => task)];
  const { rows } = await client.query<Row>({ name, text, values });
  return rows;
}

function keyOf({ tenant_id, task_id }: TaskKeyRow): string {
  return `${tenant_id}/${task_id}`;
}

function eventKeyOf({ event_time, source, event_id }: EventKeyRow): UsageRecord['key'] {
  return { time: event_time, source, id: event_id };
}

function byEventKey({ key: left }: UsageRecord, { key: right }: UsageRecord): number {
  for (const part of ['time', 'source', 'id'] as const) {
    if (left[part] !== right[part]) return left[part] < right[part] ? -1 : 1;
  }
  return 0;
}

function usageRecordOf(row: UsageRow): UsageRecord {
  const meters: Partial<Record<Meter, string>> = {};
  for (const meter of METERS) {
    const value = row[meter];
    if (value !== null) meters[meter] = value;
  }
  return { key: eventKeyOf(row), meters, lines: readLines(row.lines) };
}

function ledgerEntryOf(row: LedgerRow): LedgerEntry {
  return {
    kind: row.kind,
    entryId: row.entry_id,
    key: eventKeyOf(row),
    amountCredits: row.amount_credits,
    estimated: row.estimated,
    reason: row.reason,
  };
}
