import type { Held } from '../observers/held.ts';
import type { CallbackReceiver } from '../observers/receive-callbacks.ts';
import type { Ledger } from '../workload/ledger.ts';

/** From the acknowledgement of an event until somebody was told. */
export interface Latency {
  /** When it was acknowledged: Unix milliseconds. */
  readonly at: number;
  readonly ms: number;
}

/** How long the ends of tasks took to be told, in the order in which they were acknowledged. */
export function heldLatencies(ledger: Ledger, held: Held): Latency[] {
  return endsOf(ledger, (taskId) => held.endedAt(taskId));
}

/** The same of callbacks. */
export function callbackLatencies(ledger: Ledger, receiver: CallbackReceiver): Latency[] {
  return endsOf(ledger, (taskId, end) => receiver.firstAt(taskId, end));
}

function endsOf(ledger: Ledger, toldAt: (taskId: string, end: string) => number | undefined): Latency[] {
  return [...ledger.tasks.values()].flatMap(({ life, endedAt }) => {
    const at = endedAt === null ? undefined : toldAt(life.taskId, life.end);
    return endedAt === null || at === undefined ? [] : [{ at: endedAt, ms: Math.max(0, at - endedAt) }];
  });
}
