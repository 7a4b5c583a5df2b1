import type { TaskSummary } from '@taskfold/client';
import { amountOf, amountText } from '../money/decimal.ts';
import { isIn, type NeedName, type QueueName } from './need-kinds.ts';

/** A page of each list that a queue is made of. Lists that have ended in an earlier page are absent. */
export type QueuePage = Readonly<Partial<Record<NeedName, NeedPage>>>;

export interface NeedPage {
  readonly tasks: readonly TaskSummary[];
  /** Where the next page begins; null where there is none. */
  readonly next: string | null;
}

/** A task of a queue, and which of its needs it has. */
export interface QueuedTask {
  readonly task: TaskSummary;
  readonly needs: readonly NeedName[];
}

interface Queue {
  /** The newest first. */
  readonly tasks: readonly QueuedTask[];
  readonly more: boolean;
}

const placeOf = ({ created_at: created, task_id: id }: TaskSummary) => `${created} ${id}`;

/**
 * The lists of a queue as one, in the order that the API has them in. A list that has more hides what the others have behind its
 * last task: its next page may hold tasks that come before those.
 */
export function queueOf(queue: QueueName, pages: readonly QueuePage[]): Queue {
  const found = new Map<string, QueuedTask>();
  const ends = new Map<NeedName, string | null>();
  for (const page of pages) {
    for (const [name, { tasks, next }] of Object.entries(page)) {
      const need = name as NeedName;
      const last = tasks.at(-1);
      if (last !== undefined || next === null)
        ends.set(need, next === null ? null : placeOf(last as TaskSummary));
      for (const task of tasks) {
        const held = found.get(task.task_id)?.needs ?? [];
        found.set(task.task_id, { task, needs: held.includes(need) ? held : [...held, need] });
      }
    }
  }
  const open = [...ends.values()].filter((end) => end !== null);
  const horizon = open.toSorted().at(-1) ?? '';
  const tasks = [...found.values()]
    .filter(({ task }) => placeOf(task) >= horizon && isIn(queue, task))
    .toSorted((a, b) => (placeOf(a.task) < placeOf(b.task) ? 1 : -1));
  return { tasks, more: open.length > 0 };
}

/** An amount of a task that a queue shows; null where the task has none. */
export interface AmountColumn {
  readonly title: string;
  readonly of: (task: TaskSummary) => string | null;
}

const BILLED: readonly AmountColumn[] = [
  { title: 'Charged', of: ({ billing }) => billing?.charged_credits ?? null },
  { title: 'Refunded', of: ({ billing }) => billing?.refunded_credits ?? null },
  { title: 'Net credits', of: ({ billing }) => billing?.net_charged_credits ?? null },
];
const USED: AmountColumn = { title: 'Used', of: ({ usage }) => usage?.credits ?? null };

/** Where nothing was charged, what the usage costs is what is missing. */
export const amountColumns = (queue: QueueName): readonly AmountColumn[] =>
  queue === 'charge' ? [USED, ...BILLED] : BILLED;

/** The exact sum of a column over what is shown. */
export function sumIn({ of }: AmountColumn, tasks: readonly QueuedTask[]): string {
  return amountText(tasks.reduce((sum, { task }) => sum + (amountOf(of(task) ?? '') ?? 0n), 0n));
}
