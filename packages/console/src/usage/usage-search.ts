import { type Days, type DaysSearch, daysOf, daysOfSearch, readDays } from '../time/periods.ts';

/** What sums are by, in the API's names and in the order in which the page offers them. */
export const USAGE_GROUPS = ['day', 'capability', 'model', 'project_id', 'api_key_id', 'status'] as const;
export type GroupName = (typeof USAGE_GROUPS)[number];

/** Days, grouping and order as the address of the page has them. */
export interface UsageSearch extends DaysSearch {
  /** Groups between commas, as the API takes them; by day where it is absent, and a single sum where it is `none`. */
  readonly group_by?: string;
  /** A column, with `-` before it where the greatest comes first. */
  readonly sort?: string;
}

const isGroup = (text: string): text is GroupName => USAGE_GROUPS.some((group) => group === text);

export function readUsageSearch(parameters: Readonly<Record<string, unknown>>): UsageSearch {
  const { group_by: groupBy, sort } = parameters;
  const groups = typeof groupBy === 'string' ? groupBy.split(',').filter(isGroup) : [];
  return {
    ...readDays(parameters),
    ...(groupBy === 'none' ? { group_by: 'none' } : {}),
    ...(groups.length === 0 ? {} : { group_by: [...new Set(groups)].join(',') }),
    ...(typeof sort === 'string' && /^-?[a-z_]{1,40}$/.test(sort) ? { sort } : {}),
  };
}

export function groupsOf({ group_by: groupBy }: UsageSearch): readonly GroupName[] {
  return groupBy === undefined ? ['day'] : groupBy.split(',').filter(isGroup);
}

/** With a group added, or taken away where it is there. The order, which may be by a group that is gone, is that of the new groups. */
export function withGroup(search: UsageSearch, group: GroupName): UsageSearch {
  const held = groupsOf(search);
  const next = held.includes(group) ? held.filter((each) => each !== group) : [...held, group];
  const { sort: _sort, group_by: _groups, ...days } = search;
  const ordered = USAGE_GROUPS.filter((each) => next.includes(each));
  return { ...days, group_by: ordered.length === 0 ? 'none' : ordered.join(',') };
}

/** Thirty days where the address names none. */
export function usageDays(search: UsageSearch, now: number): Days {
  return daysOfSearch(search, now) ?? daysOf('30d', now);
}

export interface Order {
  readonly by: string;
  readonly descending: boolean;
}

/** The newest day first, or what cost the most, where the address does not say. */
export function orderOf(search: UsageSearch): Order {
  const first = groupsOf(search)[0] === 'day' ? '-day' : '-net_charged_credits';
  const sort = search.sort ?? first;
  return { by: sort.replace(/^-/, ''), descending: sort.startsWith('-') };
}

/** Another column; the same one the other way round. Amounts begin with the greatest, words with the first. */
export function withOrder(search: UsageSearch, by: string, isText: boolean): UsageSearch {
  const { by: held, descending } = orderOf(search);
  const next = held === by ? !descending : !isText;
  return { ...search, sort: `${next ? '-' : ''}${by}` };
}
