import type { Instant, TaskEvent } from '@taskfold/contract';
import { emptyState } from '../empty-state.ts';
import { fold } from '../fold.ts';
import { type KnownContent, type KnownRecords, knownAs } from '../known-records.ts';
import type { FoldResult, TaskState } from '../state.ts';

/** An event with the time at which the broker wrote it down. */
export interface LoggedEvent {
  readonly event: TaskEvent;
  readonly recordTime: Instant;
}

/**
 * Folds one task's log from the beginning, an event at a time: the reference that anything quicker is compared with.
 *
 * @param records all of one task, in log order.
 * @throws Error where there are none, or where they belong to several tasks.
 */
export function foldHistory(records: readonly LoggedEvent[]): {
  readonly state: TaskState;
  readonly results: readonly FoldResult[];
  readonly known: KnownRecords;
} {
  const [first] = records;
  if (first === undefined) throw new Error('a history needs at least one event');
  const { tenantId, taskId } = first.event;
  let state = emptyState(tenantId, taskId);
  const known = new Map<string, KnownContent>();
  const results = records.map(({ event, recordTime }) => {
    if (event.tenantId !== tenantId || event.taskId !== taskId) {
      throw new Error(`a history is of one task, but ${event.taskId} follows ${taskId}`);
    }
    const result = fold(state, event, recordTime, known);
    state = result.state;
    if (result.added !== null) known.set(...knownAs(result.added));
    return result;
  });
  return { state, results, known };
}
