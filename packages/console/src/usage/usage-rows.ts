import { METERS, type Meter } from '@taskfold/contract/meters';
import { compareDigits } from '../money/compare-digits.ts';
import { amountOf } from '../money/decimal.ts';
import { csvText } from '../text/csv.ts';
import { type Days, everyDay, instantsOf } from '../time/periods.ts';
import { type GroupName, type Order, USAGE_GROUPS } from './usage-search.ts';

const CREDITS = ['charged_credits', 'refunded_credits', 'net_charged_credits'] as const;
type CreditsName = (typeof CREDITS)[number];

/** Sums as the API answers them. Meters are the digits that stand in the answer, which a JavaScript number may not hold. */
export type UsageSumsRow = { readonly [Name in GroupName]?: string | null } & {
  readonly [Name in CreditsName | Meter]: string;
} & { readonly tasks: number };

const isMeter = (name: string): name is Meter => METERS.some((meter) => meter === name);

type Reviver = (name: string, value: unknown, context?: { readonly source?: string }) => unknown;

const meterDigits: Reviver = (name, value, context) =>
  isMeter(name) && typeof value === 'number' ? (context?.source ?? String(value)) : value;

/** The rows of an answer of `GET /v1/usage`. */
export function parseUsage(text: string): readonly UsageSumsRow[] {
  const list = JSON.parse(text, meterDigits as (name: string, value: unknown) => unknown) as {
    readonly data: readonly UsageSumsRow[];
  };
  return list.data;
}

const isZero = (digits: string) => compareDigits(digits, '0') === 0;

/** The meters that any of the rows has something of, in the order of the contract. */
export function metersIn(rows: readonly UsageSumsRow[]): readonly Meter[] {
  return METERS.filter((meter) => rows.some((row) => !isZero(row[meter])));
}

/** What stands in a column, as text. */
export function columnValue(row: UsageSumsRow, column: string): string | null {
  const value = (row as Readonly<Record<string, string | number | null | undefined>>)[column];
  return value === undefined || value === null ? null : String(value);
}

const TEXTS: ReadonlySet<string> = new Set(USAGE_GROUPS);
export const isTextColumn = (column: string): boolean => TEXTS.has(column);

/**
 * What is nothing comes last, whichever way; rows that are equal keep the order that the API has them in.
 *
 * @param seenIn what a reader sees in a column
 */
export function sortRows(
  rows: readonly UsageSumsRow[],
  { by, descending }: Order,
  seenIn = columnValue,
): readonly UsageSumsRow[] {
  const compare = isTextColumn(by) ? (a: string, b: string) => (a < b ? -1 : Number(a > b)) : compareDigits;
  return rows.toSorted((left, right) => {
    const [a, b] = [seenIn(left, by), seenIn(right, by)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return descending ? compare(b, a) : compare(a, b);
  });
}

/** The columns of a file: everything that the API says of a row, under its names. */
export function usageCsv(groups: readonly GroupName[], rows: readonly UsageSumsRow[]): string {
  const columns = [...groups, 'tasks', ...CREDITS, ...METERS];
  return csvText([columns, ...rows.map((row) => columns.map((column) => columnValue(row, column)))]);
}

/** The filters of the list that holds exactly the tasks behind a row. */
export function filtersBehind(
  row: Pick<UsageSumsRow, GroupName>,
  groups: readonly GroupName[],
  days: Days,
): Readonly<Record<string, string>> {
  const within = instantsOf(typeof row.day === 'string' ? { first: row.day, last: row.day } : days);
  const filters: Record<string, string> = { entry_after: within.from, entry_before: within.before };
  for (const group of groups) {
    const value = row[group];
    if (group !== 'day' && typeof value === 'string') filters[group] = value;
  }
  const without = groups.filter((group) => row[group] === null);
  return without.length === 0 ? filters : { ...filters, without: without.join(',') };
}

/** The credits of a day, as whole numbers of 10^-8. */
export interface DayCredits {
  readonly day: string;
  readonly charged: bigint;
  readonly refunded: bigint;
  readonly net: bigint;
  /** The same as the API has it; null where nothing came on that day. */
  readonly row: UsageSumsRow | null;
}

/** Every day, those without an entry among them. */
export function creditsByDay(days: Days, rows: readonly UsageSumsRow[]): readonly DayCredits[] {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  return everyDay(days).map((day) => {
    const row = byDay.get(day) ?? null;
    const of = (name: CreditsName) => (row === null ? 0n : (amountOf(row[name]) ?? 0n));
    return {
      day,
      charged: of('charged_credits'),
      refunded: of('refunded_credits'),
      net: of('net_charged_credits'),
      row,
    };
  });
}
