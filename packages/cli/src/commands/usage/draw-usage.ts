import { METERS, type Meter, type OPERATIONS, type UsageGroup } from '@taskfold/contract';
import type { ItemOf } from '../../api/lists.ts';
import { outside } from '../../output/fields.ts';
import { grouped, sparkline } from '../../output/numbers.ts';
import type { View } from '../../output/output.ts';
import { drawTable, type TableColumn } from '../../output/table.ts';

/** The sums of one group. */
type UsageRow = ItemOf<typeof OPERATIONS.getUsage>;

export interface DrawnUsage {
  /** What there is a row for each combination of. */
  readonly groups: readonly UsageGroup[];
  readonly rows: readonly UsageRow[];
  /** The same, and by day. */
  readonly days: readonly UsageRow[];
  /** One row over all; none where there is nothing. */
  readonly sum: readonly UsageRow[];
  /** Whether each meter has a column of its own. */
  readonly meters: boolean;
}

/** A table of sums with a last line over all, and the course of net credits by day as blocks. */
export function drawUsage({ groups, rows, days, sum, meters }: DrawnUsage, view: View): string {
  const last = new Set(sum);
  const keys = groups.map(
    (group): TableColumn<UsageRow> => ({
      name: group,
      cell: (row) => (last.has(row) ? '' : outside(String(row[group] ?? '-'))),
      shrinks: group !== 'day',
    }),
  );
  const [first, ...others] = keys;
  const named = {
    ...first,
    cell: (row: UsageRow) => (last.has(row) ? view.style.strong('all') : (first?.cell(row, view) ?? '')),
  };
  const columns = [
    { name: '', ...named },
    ...others,
    ...sumColumns(meters),
    ...courseColumn(groups, days, last),
  ];
  const table = drawTable(columns, [...rows, ...sum], view);
  const byDayAlone = groups.length === 1 && groups[0] === 'day';
  const feet = [
    ['used', meters ? '' : usedOf(sum)],
    ['net credits by day', byDayAlone ? courseOf(rows, daysOf(days)) : ''],
  ].filter(([, value]) => value !== '');
  return [table, ...feet.map(([name = '', value]) => `${view.style.faint(name)}  ${value}`)].join('\n');
}

function sumColumns(meters: boolean): readonly TableColumn<UsageRow>[] {
  return [
    { name: 'tasks', cell: ({ tasks }) => grouped(tasks), right: true },
    ...(meters ? METERS.map(meterColumn) : []),
    { name: 'charged', cell: ({ charged_credits }) => grouped(charged_credits), right: true },
    {
      name: 'refunded',
      cell: ({ refunded_credits }) => (/[1-9]/.test(refunded_credits) ? grouped(refunded_credits) : ''),
      right: true,
    },
    {
      name: 'net credits',
      cell: ({ net_charged_credits }, { style }) => style.strong(grouped(net_charged_credits)),
      right: true,
    },
  ];
}

function meterColumn(meter: Meter): TableColumn<UsageRow> {
  return { name: nameOf(meter), cell: (row) => (row[meter] === 0 ? '' : grouped(row[meter])), right: true };
}

function nameOf(meter: Meter): string {
  return meter.replaceAll('_', ' ');
}

/** What was used in all, on a line. */
function usedOf(sum: readonly UsageRow[]): string {
  return sum
    .flatMap((row) =>
      METERS.filter((meter) => row[meter] !== 0).map((meter) => `${grouped(row[meter])} ${nameOf(meter)}`),
    )
    .join(', ');
}

/** The course of each group, where there is more than one day and the days have no rows of their own. */
function courseColumn(
  groups: readonly UsageGroup[],
  days: readonly UsageRow[],
  last: ReadonlySet<UsageRow>,
): readonly TableColumn<UsageRow>[] {
  const all = daysOf(days);
  if (groups.includes('day') || all.length < 2) return [];
  const same = (row: UsageRow) => (other: UsageRow) => groups.every((group) => row[group] === other[group]);
  return [{ name: 'by day', cell: (row) => (last.has(row) ? '' : courseOf(days.filter(same(row)), all)) }];
}

function courseOf(rows: readonly UsageRow[], days: readonly string[]): string {
  const credits = new Map(rows.map(({ day, net_charged_credits }) => [day, Number(net_charged_credits)]));
  return sparkline(days.map((day) => credits.get(day) ?? 0));
}

const DAY_MS = 86_400_000;

/** Every day from the first to the last that has an entry. */
function daysOf(rows: readonly UsageRow[]): readonly string[] {
  const times = rows.flatMap(({ day }) => (day === undefined ? [] : [Date.parse(day)]));
  if (times.length === 0) return [];
  const first = Math.min(...times);
  const count = Math.round((Math.max(...times) - first) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
}
