import type { EventOf, Instant } from '@taskfold/contract';
import { compareKeys, isSameEvent } from '../event-key.ts';
import { insertionIndex } from '../joins/sorted-insert.ts';
import type { CallbackProgress, EventKey, TaskState } from '../state.ts';
import { applied, type Step, unchanged } from '../step.ts';

/** For each type called back: the highest attempt, and the earliest delivery, which is never taken back. */
export function foldCallbackAttempted(
  state: TaskState,
  { data }: EventOf<'task.callback_attempted'>,
  key: EventKey,
): Step {
  const index = insertionIndex(state.callbacks, data.type, compareTypes);
  const found = state.callbacks[index];
  const held = found?.type === data.type ? found : null;

  const deliveredAt = earliestDelivery(held, data.outcome === 'delivered' ? key.time : null);
  const isHighest =
    held === null ||
    data.attempt > held.attempt ||
    (data.attempt === held.attempt && compareKeys(key, held.key) > 0);
  if (!isHighest && deliveredAt === held.deliveredAt) return unchanged(isSameEvent(held.key, key));

  const progress = isHighest ? progressOf(data, key, deliveredAt) : { ...held, deliveredAt };
  return applied(
    { callbacks: state.callbacks.toSpliced(index, held === null ? 0 : 1, progress) },
    { callback: data.type, attempt: data.attempt, outcome: data.outcome },
  );
}

function progressOf(
  data: EventOf<'task.callback_attempted'>['data'],
  key: EventKey,
  deliveredAt: Instant | null,
): CallbackProgress {
  return {
    type: data.type,
    key,
    deliveryId: data.delivery_id,
    attempt: data.attempt,
    outcome: data.outcome,
    statusCode: data.status_code ?? null,
    error: data.error ?? null,
    nextAttemptAt: data.next_attempt_at ?? null,
    deliveredAt,
  };
}

function earliestDelivery(held: CallbackProgress | null, deliveredAt: Instant | null): Instant | null {
  const known = held?.deliveredAt ?? null;
  if (known === null || deliveredAt === null) return known ?? deliveredAt;
  return deliveredAt < known ? deliveredAt : known;
}

function compareTypes(progress: CallbackProgress, type: string): number {
  if (progress.type === type) return 0;
  return progress.type < type ? -1 : 1;
}
