import type { EventOf, JsonValue } from '@taskfold/contract';
import { compareKeys, isSameEvent } from '../event-key.ts';
import { joinStage } from '../joins/stages.ts';
import type { EventKey, TaskState } from '../state.ts';
import { applied, type Step, unchanged } from '../step.ts';

/**
 * The newest progress by key stands, as a whole. An older one may still bring the earlier start of a stage: that
 * changes the state too, so it is applied, and whether it is depends on the order of the log alone.
 */
export function foldProgressed(state: TaskState, { data }: EventOf<'task.progressed'>, key: EventKey): Step {
  const { progress } = state;
  const stages = data.stage === undefined ? state.stages : joinStage(state.stages, data.stage, key.time);
  if (progress !== null && compareKeys(key, progress.key) <= 0) {
    if (stages === state.stages || data.stage === undefined) return unchanged(isSameEvent(progress.key, key));
    return applied({ stages }, { stage_started: data.stage });
  }
  const newest = {
    key,
    percent: data.percent ?? null,
    stage: data.stage ?? null,
    message: data.message ?? null,
  };
  const changed: Record<string, JsonValue> = {};
  if (newest.percent !== null) changed.percent = newest.percent;
  if (newest.stage !== null) changed.stage = newest.stage;
  return applied({ progress: newest, stages }, changed);
}
