import type { ListTasksQuery } from '@taskfold/client';
import { askWith } from '../api/client.ts';
import { amountOf, amountText } from '../money/decimal.ts';
import type { Credential } from '../session/keys.ts';
import type { Days } from '../time/periods.ts';
import { type NeedName, needsOf, type QueueName, timeFilters } from './need-kinds.ts';
import type { NeedPage, QueuePage } from './queue-pages.ts';

/** The most that the API gives at once. */
const PAGE = 100;

async function askNeed(
  credential: Credential,
  query: ListTasksQuery,
  signal: AbortSignal,
): Promise<NeedPage> {
  const { data, next_cursor: next } = await askWith(credential)
    .tasks.list({ ...query, limit: PAGE }, { signal })
    .page();
  return { tasks: data, next };
}

/** Where the next page of each list of a queue begins; those that have ended are absent. Null for the first page of all. */
export type Cursors = Readonly<Partial<Record<NeedName, string>>> | null;

/** A page of every list that a queue is made of, the newest tasks first. */
export async function askQueue(
  credential: Credential,
  queue: QueueName,
  days: Days | null,
  cursors: Cursors,
  signal: AbortSignal,
): Promise<QueuePage> {
  const needs =
    cursors === null ? needsOf(queue) : needsOf(queue).filter((need) => cursors[need] !== undefined);
  const pages = needs.map(async (need) => {
    const query: ListTasksQuery = {
      ...timeFilters(queue, days),
      needs: need,
      cursor: cursors?.[need],
      expand: need === 'charge' ? ['billing', 'callback', 'usage'] : ['billing', 'callback'],
    };
    return [need, await askNeed(credential, query, signal)] as const;
  });
  return Object.fromEntries(await Promise.all(pages));
}

/** What the next page is asked with; undefined where every list has ended. */
export function cursorsAfter(page: QueuePage): Cursors | undefined {
  const open = Object.entries(page).flatMap(([need, { next }]) =>
    next === null ? [] : [[need, next] as const],
  );
  return open.length === 0 ? undefined : Object.fromEntries(open);
}

/** What was used and not charged. */
export interface UnbilledSum {
  readonly tasks: number;
  /** What the usage of those tasks costs, whenever it was recorded. */
  readonly credits: string;
  /** Whether there are more tasks than were added up. */
  readonly more: boolean;
}

/** Of tasks that used something in the days. */
export async function askUnbilled(
  credential: Credential,
  days: Days,
  signal: AbortSignal,
): Promise<UnbilledSum> {
  const { charge } = await askQueue(credential, 'charge', days, null, signal);
  const tasks = charge?.tasks ?? [];
  const credits = tasks.reduce(
    (sum, { usage }) => sum + (usage == null ? 0n : (amountOf(usage.credits) ?? 0n)),
    0n,
  );
  return { tasks: tasks.length, credits: amountText(credits), more: (charge?.next ?? null) !== null };
}
