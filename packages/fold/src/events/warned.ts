import type { EventOf } from '@taskfold/contract';
import { holdsWarningsOf, joinWarnings } from '../joins/warnings.ts';
import type { EventKey, TaskState } from '../state.ts';
import { applied, type Step, unchanged } from '../step.ts';

/** Adds warnings; one that sorts behind the hundred that are kept is stale. */
export function foldWarned(state: TaskState, { data }: EventOf<'task.warned'>, key: EventKey): Step {
  const warnings = joinWarnings(state.warnings, key, data.warnings);
  if (warnings === state.warnings) return unchanged(holdsWarningsOf(state.warnings, key));
  return applied({ warnings }, { warnings: data.warnings.length });
}
