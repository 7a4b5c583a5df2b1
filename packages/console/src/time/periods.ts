/** Days in UTC, both of them counted: `2026-11-01` to `2026-11-30`. */
export interface Days {
  readonly first: string;
  readonly last: string;
}

export const PERIODS = ['today', 'yesterday', '7d', '30d', 'month', 'last_month'] as const;
export type Period = (typeof PERIODS)[number];

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const msOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** Whether it is a day of the calendar. */
export function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(msOf(text)) && dayOf(msOf(text)) === text;
}

function isPeriod(text: unknown): text is Period {
  return PERIODS.some((period) => period === text);
}

/** The days of a period, which end with today or before. @param now in milliseconds */
export function daysOf(period: Period, now: number): Days {
  const today = new Date(now);
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
  switch (period) {
    case 'today':
      return { first: dayOf(now), last: dayOf(now) };
    case 'yesterday':
      return { first: dayOf(now - DAY_MS), last: dayOf(now - DAY_MS) };
    case '7d':
      return { first: dayOf(now - 6 * DAY_MS), last: dayOf(now) };
    case '30d':
      return { first: dayOf(now - 29 * DAY_MS), last: dayOf(now) };
    case 'month':
      return { first: dayOf(Date.UTC(year, month, 1)), last: dayOf(now) };
    case 'last_month':
      return { first: dayOf(Date.UTC(year, month - 1, 1)), last: dayOf(Date.UTC(year, month, 0)) };
  }
}

/** The same days as times: from the first on, and before the other. */
export function instantsOf({ first, last }: Days): { readonly from: string; readonly before: string } {
  return { from: `${first}T00:00:00Z`, before: `${dayOf(msOf(last) + DAY_MS)}T00:00:00Z` };
}

export function countOfDays({ first, last }: Days): number {
  return Math.round((msOf(last) - msOf(first)) / DAY_MS) + 1;
}

/** Each of the days, in order. */
export function everyDay(days: Days): readonly string[] {
  return Array.from({ length: countOfDays(days) }, (_none, index) =>
    dayOf(msOf(days.first) + index * DAY_MS),
  );
}

/** Which days an address names: a period, or the first and the last. All absent where it names none. */
export interface DaysSearch {
  readonly period?: Period;
  readonly from?: string;
  readonly to?: string;
}

/** Of the parameters of an address those that name days, as far as such days can be. */
export function readDays({ period, from, to }: Readonly<Record<string, unknown>>): DaysSearch {
  if (isPeriod(period)) return { period };
  if (typeof from !== 'string' || typeof to !== 'string' || !isDay(from) || !isDay(to) || from > to)
    return {};
  return { from, to };
}

/** @returns null where the address names no days */
export function daysOfSearch({ period, from, to }: DaysSearch, now: number): Days | null {
  if (period !== undefined) return daysOf(period, now);
  return from === undefined || to === undefined ? null : { first: from, last: to };
}

const SHORT = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const LONG = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A day as the reader's language has it, without its year. */
export const dayText = (day: string): string => SHORT.format(msOf(day));

/** One day, or from which to which. */
export function daysText({ first, last }: Days): string {
  return first === last ? LONG.format(msOf(first)) : LONG.formatRange(msOf(first), msOf(last));
}
