import type { CallbackEvent, Instant } from '@taskfold/contract';
import type { CallbackProgress, TaskState } from '../state.ts';

/** How far a delivery is by what the log says of it. */
export interface LoggedDelivery {
  readonly state: 'ready' | 'waiting' | 'delivered' | 'exhausted' | 'blocked' | 'gone';
  /** The highest attempt that the log knows. */
  readonly attemptCount: number;
  readonly deliveredAt: Instant | null;
  /** Of the attempt that is to follow; null where none is planned. */
  readonly nextAttemptAt: Instant | null;
}

/** Something that a task's creation asked to be told of, and that has happened. */
export interface DueDelivery extends LoggedDelivery {
  readonly type: CallbackEvent;
  /** Of the event that is told of. */
  readonly eventTime: Instant;
  readonly url: string;
}

const UNTOLD: LoggedDelivery = { state: 'ready', attemptCount: 0, deliveredAt: null, nextAttemptAt: null };

/**
 * The deliveries that become due between two states of a task, whatever the order of its events: nothing before the
 * creation has come, nothing for an erased task, and each type once, because what has happened stays so. Where the log
 * already tells of attempts (a database that is folded anew), the delivery goes on from there.
 */
export function deliveriesDue(before: TaskState | null, after: TaskState): DueDelivery[] {
  const callback = after.creation?.callback ?? null;
  if (callback === null || callback.url === null) return [];
  const { url } = callback;
  return [...new Set(callback.events)].flatMap((type) => {
    const eventTime = happenedAt(after, type);
    if (eventTime === null) return [];
    if (before !== null && before.creation !== null && happenedAt(before, type) !== null) return [];
    const progress = after.callbacks.find((known) => known.type === type);
    return [{ type, eventTime, url, ...(progress === undefined ? UNTOLD : loggedDelivery(progress)) }];
  });
}

/** What the log says of a delivery, in its own terms. */
export function loggedDelivery(progress: CallbackProgress): LoggedDelivery {
  const { attempt, outcome, deliveredAt, nextAttemptAt } = progress;
  const known = { attemptCount: attempt, deliveredAt };
  if (outcome === 'retrying') return { ...known, state: 'waiting', nextAttemptAt };
  return { ...known, state: outcome, nextAttemptAt: null };
}

function happenedAt(state: TaskState, type: CallbackEvent): Instant | null {
  if (type === 'task.started') return state.startedAt;
  // When it settled is in the log alone; the state knows when it changed last.
  if (type === 'task.settled') return state.settled ? state.updatedAt : null;
  return type === `task.${state.end?.status}` ? (state.end?.key.time ?? null) : null;
}
