import type { TaskSummary } from '@taskfold/contract';
import { outside } from '../../../output/fields.ts';
import type { View } from '../../../output/output.ts';
import { drawProgress, drawStatus } from './status.ts';

/** What a line shows of a task; the parts that a summary may lack are left out where they are not there. */
export type ShownTask = Pick<
  TaskSummary,
  'task_id' | 'status' | 'capability' | 'progress' | 'error' | 'billing' | 'usage' | 'updated_at' | 'callback'
>;

/** One state of a task on a line: when, which task, how far, and what is notable. The time is UTC. */
export function drawTaskLine(task: ShownTask, { style }: View): string {
  const { error, progress, usage, billing, callback, status } = task;
  const live = status === 'queued' || status === 'running';
  const notes = [
    live && progress?.stage ? outside(progress.stage) : null,
    live && progress?.message ? outside(progress.message) : null,
    error && style.bad(outside(error.code)),
    usage ? `used ${usage.credits}` : null,
    billing ? `charged ${billing.charged_credits}` : null,
    billing && /[1-9]/.test(billing.refunded_credits) ? `refunded ${billing.refunded_credits}` : null,
    billing?.settlement === 'final' ? style.good('settled') : null,
    callback && callback.status !== 'pending' ? `callback ${callback.status}` : null,
  ].filter((note) => typeof note === 'string');
  const padding = ' '.repeat(Math.max(0, LONGEST_STATUS - status.length));
  return [
    style.faint(task.updated_at.slice(11, 19)),
    outside(task.task_id),
    outside(task.capability),
    `${drawStatus(status, style)}${padding}`,
    drawProgress(task, style),
    notes.join(', '),
  ]
    .filter((part) => part !== '')
    .join('  ')
    .trimEnd();
}

const LONGEST_STATUS = 'succeeded'.length;
