import type { EventOf } from '@taskfold/contract';
import { compareKeys, isSameEvent } from '../event-key.ts';
import type { EventKey, TaskState } from '../state.ts';
import { applied, type Step, unchanged } from '../step.ts';

/** The earliest request stands, with its reason. */
export function foldCancelRequested(
  state: TaskState,
  { data }: EventOf<'task.cancel_requested'>,
  key: EventKey,
): Step {
  const { cancelRequest } = state;
  if (cancelRequest !== null && compareKeys(key, cancelRequest.key) >= 0) {
    return unchanged(isSameEvent(cancelRequest.key, key));
  }
  return applied({ cancelRequest: { key, reason: data.reason ?? null } }, { cancel_requested_at: key.time });
}
