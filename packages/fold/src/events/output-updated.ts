import type { EventOf } from '@taskfold/contract';
import { compareKeys, isSameEvent } from '../event-key.ts';
import type { EventKey, TaskState } from '../state.ts';
import { applied, type Step, unchanged } from '../step.ts';

/** The newest partial output stands until the end brings its own, which is final. */
export function foldOutputUpdated(
  state: TaskState,
  { data }: EventOf<'task.output_updated'>,
  key: EventKey,
): Step {
  const { output } = state;
  if (output !== null && (output.final || compareKeys(key, output.key) <= 0)) {
    return unchanged(isSameEvent(output.key, key));
  }
  return applied({ output: { key, final: false, text: data.output } }, { output: true });
}
