import type { FaultWindows } from '../faults/fault-windows.ts';
import type { Findings } from '../findings.ts';
import type { Held } from '../observers/held.ts';
import type { CallbackReceiver } from '../observers/receive-callbacks.ts';
import type { Ledger, TaskLedger } from '../workload/ledger.ts';
import type { Expectation } from './expectation.ts';
import { judgeTold, type LateBounds } from './judge-told.ts';

export interface ObserversJudged {
  readonly ledger: Ledger;
  readonly expectation: Expectation;
  readonly findings: Findings;
  readonly windows: FaultWindows;
  readonly bounds: LateBounds;
}

/** Whoever is told of every task: it heard of each end in time, and holds the newest revision of each. */
export function judgeHeld(where: string, held: Held, lastCounts: boolean, options: ObserversJudged): void {
  const { ledger, expectation, findings } = options;
  for (const [taskId, { state }] of expectation.tasks) {
    if (state.creation === null) continue;
    const found = held.revision(taskId);
    if (found === undefined) findings.add('lost', where, `${taskId}: was never told of`);
    else if (found < state.revision) {
      findings.add(
        'lost',
        where,
        `${taskId}: revision ${state.revision} never came, the highest was ${found}`,
      );
    } else if (lastCounts && held.last(taskId) !== state.revision) {
      findings.add(
        'wrong',
        where,
        `${taskId}: ends with revision ${held.last(taskId)}, and not with ${state.revision}`,
      );
    }
  }
  for (const task of ledger.tasks.values()) judgeEnd(where, held, task, options);
}

/** Whoever follows some tasks: it heard of each end in time. */
export function judgeFollowed(
  where: string,
  held: Held,
  followed: Iterable<string>,
  options: ObserversJudged,
): void {
  for (const taskId of followed) {
    const task = options.ledger.tasks.get(taskId);
    if (task !== undefined) judgeEnd(where, held, task, options);
  }
}

function judgeEnd(where: string, held: Held, { life, endedAt }: TaskLedger, options: ObserversJudged): void {
  if (endedAt === null) return;
  const told = { what: `${life.taskId}: its end`, since: endedAt, at: held.endedAt(life.taskId) };
  judgeTold(where, told, options);
}

/** Every caller that asked for it was told, of nothing else, and in time. */
export function judgeCallbacks(receiver: CallbackReceiver, options: ObserversJudged): void {
  for (const { life, endedAt, settledAt } of options.ledger.tasks.values()) {
    const { taskId } = life;
    for (const type of receiver.types(taskId)) {
      if (!life.callbacks.includes(type)) {
        options.findings.add('wrong', 'callbacks', `${taskId}: ${type} came, and nobody is to be told of it`);
      }
    }
    for (const type of life.callbacks) {
      const since = type === life.end ? endedAt : settledAt;
      if (since === null) continue;
      judgeTold(
        'callbacks',
        { what: `${taskId}: ${type}`, since, at: receiver.firstAt(taskId, type) },
        options,
      );
    }
  }
}
