import { METERS, type Meter, type TaskFilters, type UsageGroup } from '@taskfold/contract';
import {
  canonicalDecimal,
  printCredits,
  subtractDecimals,
  sumDecimals,
  type VisibleTask,
} from '@taskfold/fold';
import { entriesBetween } from './entries.ts';
import type { ShownTask } from './projection.ts';

export interface SumUsageQuery {
  /** Inclusive. */
  readonly from?: TaskFilters['created_after'];
  /** Exclusive. */
  readonly to?: TaskFilters['created_after'];
  readonly group_by?: readonly UsageGroup[] | undefined;
}

/** One usage record or ledger entry. */
interface Entry {
  readonly view: VisibleTask;
  readonly day: string;
  readonly meters: Readonly<Partial<Record<Meter, string>>>;
  readonly charged?: string;
  readonly refunded?: string;
}

/** The sums over usage records and ledger entries, a row of JSON text for each group, ordered by the keys of the group. */
export function sumUsage(tasks: readonly ShownTask[], { from, to, group_by = [] }: SumUsageQuery): string[] {
  const entries = tasks
    .flatMap((task) => entriesBetween(task, from, to).map((record) => ({ view: task.view, record })))
    .map(({ view, record }): Entry => {
      const of = { view, day: record.key.time.slice(0, 10), meters: {} };
      if (record.kind === 'usage') return { ...of, meters: record.meters };
      return { ...of, [record.kind === 'charge' ? 'charged' : 'refunded']: record.amountCredits };
    });
  const groups = new Map<string, Entry[]>(group_by.length === 0 ? [['[]', []]] : []);
  for (const entry of entries) {
    const key = JSON.stringify(group_by.map((name) => (name === 'day' ? entry.day : entry.view[name])));
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups]
    .map(([key, of]) => ({ key: JSON.parse(key) as readonly (string | null)[], of }))
    .sort((left, right) => compareKeys(left.key, right.key))
    .map(({ key, of }) => rowJson(Object.fromEntries(group_by.map((name, at) => [name, key[at]])), of));
}

/** As texts; what is not known comes last. */
function compareKeys(left: readonly (string | null)[], right: readonly (string | null)[]): number {
  for (const [at, one] of left.entries()) {
    const other = right[at] ?? null;
    if (one === other) continue;
    if (one === null) return 1;
    return other === null || one < other ? -1 : 1;
  }
  return 0;
}

/** Meters are numbers with every digit, which may be more than a JavaScript number holds. */
function rowJson(group: Readonly<Record<string, unknown>>, entries: readonly Entry[]): string {
  const tasks = new Set(entries.map(({ view }) => view.task_id)).size;
  const keys = JSON.stringify({ ...group, tasks }).slice(0, -1);
  const meters = METERS.map((meter) => {
    const sum = sumDecimals(entries.map((entry) => entry.meters[meter] ?? '0'));
    return `"${meter}":${canonicalDecimal(sum)}`;
  });
  const charged = sumDecimals(entries.map((entry) => entry.charged ?? '0'));
  const refunded = sumDecimals(entries.map((entry) => entry.refunded ?? '0'));
  return (
    `${keys},${meters.join(',')},"charged_credits":"${printCredits(charged)}",` +
    `"refunded_credits":"${printCredits(refunded)}",` +
    `"net_charged_credits":"${printCredits(subtractDecimals(charged, refunded))}"}`
  );
}
