import type { Life } from './life.ts';

/** Events of a task that were sent together. */
export interface SentGroup {
  /** Of its events, in the order in which they were sent. */
  readonly numbers: readonly number[];
  /** How often it was sent: any but an acknowledged attempt may be in the log as well. */
  attempts: number;
  isAcked: boolean;
}

export interface TaskLedger {
  /** Without its events, which need not be remembered. */
  readonly life: Omit<Life, 'moments'>;
  readonly groups: SentGroup[];
  /** When the end was acknowledged: Unix milliseconds. Null before. */
  endedAt: number | null;
  /** When the settlement was. */
  settledAt: number | null;
}

/** What producers know: what was acknowledged is the truth, all else may be in the log or not. */
export class Ledger {
  readonly tasks = new Map<string, TaskLedger>();
  /** Events that were acknowledged, and tasks whose end was. */
  acked = 0;
  ended = 0;

  begin({ taskId, end, callbacks }: Life): TaskLedger {
    const life = { taskId, end, callbacks };
    const task: TaskLedger = { life, groups: [], endedAt: null, settledAt: null };
    this.tasks.set(taskId, task);
    return task;
  }

  /** Before each attempt of a group. */
  attempted(task: TaskLedger, group: SentGroup): void {
    if (group.attempts === 0) task.groups.push(group);
    group.attempts++;
  }

  acknowledged(task: TaskLedger, group: SentGroup, types: readonly string[], now: number): void {
    group.isAcked = true;
    this.acked += group.numbers.length;
    if (types.includes(task.life.end) && task.endedAt === null) {
      task.endedAt = now;
      this.ended++;
    }
    if (types.includes('task.billing_settled')) task.settledAt ??= now;
  }
}
