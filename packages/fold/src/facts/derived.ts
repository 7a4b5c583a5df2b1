import type { CallbackStatus, CancelOutcome, Settlement } from '@taskfold/contract';
import type { CallbackProgress, TaskState } from '../state.ts';

// Facts that follow from what else is known.

/** Null until there is a ledger entry or a settlement. */
export function settlementOf({ ledger, settled, end }: TaskState): Settlement | null {
  if (settled) return 'final';
  if (ledger.charges + ledger.refunds === 0) return null;
  return end === null ? 'estimated' : 'settling';
}

// The callback that a task is asked about is the one that tells of its end: until there is an end, it is pending.
export function deliveryOf({ creation, end, callbacks }: TaskState): CallbackProgress | null {
  if (end === null || callbacks.length === 0 || !creation?.callback) return null;
  const type = `task.${end.status}`;
  return callbacks.find((progress) => progress.type === type) ?? null;
}

/** Null where none was asked for. */
export function callbackStatusOf(
  { creation }: TaskState,
  delivery: CallbackProgress | null,
): CallbackStatus | null {
  if (!creation?.callback) return null;
  if (delivery === null) return 'pending';
  // A redelivery that fails takes nothing back: the receiver was told once.
  if (delivery.deliveredAt !== null) return 'delivered';
  return delivery.outcome === 'retrying' ? 'retrying' : 'failed';
}

/** Null where nobody asked for it to end. */
export function cancelOutcomeOf({ cancelRequest, end }: TaskState): CancelOutcome | null {
  if (cancelRequest === null) return null;
  if (end === null) return 'pending';
  return end.status === 'canceled' ? 'confirmed' : 'lost_race';
}
