import type { TaskState } from '../state.ts';
import { applied, DUPLICATE, type Step } from '../step.ts';

/** Marks the task erased; the dispatcher strips the content of every state that is. */
export function foldErased(state: TaskState): Step {
  return state.erased ? DUPLICATE : applied({ erased: true }, { data_removed: true });
}
