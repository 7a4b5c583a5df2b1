import type { TaskState } from '../state.ts';
import { applied, DUPLICATE, type Step } from '../step.ts';

/** Nothing more is charged as a matter of course: the settlement is final. Entries that still come are folded. */
export function foldBillingSettled(state: TaskState): Step {
  return state.settled ? DUPLICATE : applied({ settled: true }, { settlement: 'final' });
}
