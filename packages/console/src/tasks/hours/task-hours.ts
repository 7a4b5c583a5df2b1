import type { TaskCount, TaskStatus } from '@taskfold/client';

/** From the line up: what went wrong is seen at the top. */
export const STACKED = [
  'succeeded',
  'running',
  'queued',
  'canceled',
  'failed',
] as const satisfies readonly TaskStatus[];

export const HOURS = 24;
const HOUR_MS = 3_600_000;

/** The tasks that were created in an hour, by where they stand now. */
export interface TaskHour {
  /** When it begins, in UTC. */
  readonly begin: string;
  /** When the next one does. */
  readonly end: string;
  readonly counts: Readonly<Partial<Record<TaskStatus, number>>>;
  readonly tasks: number;
}

/** When the first of the last hours begins; the last one is that of now. */
export function firstHour(now: number): string {
  return new Date((Math.floor(now / HOUR_MS) - HOURS + 1) * HOUR_MS).toISOString();
}

/** Each of the last hours, also those without a task. */
export function hoursOf(rows: readonly TaskCount[], now: number): readonly TaskHour[] {
  const first = Date.parse(firstHour(now));
  return Array.from({ length: HOURS }, (_none, index) => {
    const begin = first + index * HOUR_MS;
    const own = rows.filter(({ hour }) => Date.parse(hour) === begin);
    return {
      begin: new Date(begin).toISOString(),
      end: new Date(begin + HOUR_MS).toISOString(),
      counts: Object.fromEntries(own.map(({ status, tasks }) => [status, tasks])),
      tasks: own.reduce((sum, { tasks }) => sum + tasks, 0),
    };
  });
}

/** `12 tasks: 10 succeeded, 2 failed` */
export function countsText({ counts, tasks }: Pick<TaskHour, 'counts' | 'tasks'>): string {
  if (tasks === 0) return 'no tasks';
  const parts = STACKED.flatMap((status) =>
    counts[status] === undefined ? [] : [`${counts[status]} ${status}`],
  );
  return `${tasks} ${tasks === 1 ? 'task' : 'tasks'}: ${parts.join(', ')}`;
}

/** All hours as one. */
export function sumOfHours(hours: readonly TaskHour[]): Pick<TaskHour, 'counts' | 'tasks'> {
  const counts: Partial<Record<TaskStatus, number>> = {};
  for (const status of STACKED) {
    const sum = hours.reduce((total, hour) => total + (hour.counts[status] ?? 0), 0);
    if (sum > 0) counts[status] = sum;
  }
  return { counts, tasks: hours.reduce((total, { tasks }) => total + tasks, 0) };
}
