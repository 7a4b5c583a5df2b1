import type { EventOf, JsonValue } from '@taskfold/contract';
import { isSameEvent } from '../event-key.ts';
import { joinResolvedModel } from '../joins/resolved-model.ts';
import type { EventKey, TaskState } from '../state.ts';
import { applied, type Step, unchanged } from '../step.ts';

/** The earliest start, the highest attempt and the newest resolved model; a queued task runs. */
export function foldStarted(state: TaskState, { data }: EventOf<'task.started'>, key: EventKey): Step {
  const status = state.status === 'queued' ? 'running' : state.status;
  const startedAt = state.startedAt === null || key.time < state.startedAt ? key.time : state.startedAt;
  const attempt = higherOf(state.attempt, data.attempt);
  const resolvedModel = joinResolvedModel(state.resolvedModel, key, data.resolved_model);

  const changed: Record<string, JsonValue> = {};
  if (status !== state.status) changed.status = status;
  if (startedAt !== state.startedAt) changed.started_at = startedAt;
  if (attempt !== state.attempt) changed.attempt = attempt;
  if (resolvedModel !== state.resolvedModel) changed.resolved_model = resolvedModel?.value ?? null;

  for (const _ in changed) return applied({ status, startedAt, attempt, resolvedModel }, changed);
  return unchanged(isHeld(state, data.attempt, key));
}

function higherOf(known: number | null, named: number | undefined): number | null {
  if (named === undefined) return known;
  return known === null ? named : Math.max(known, named);
}

// Starts leave no key behind but that of their model. One that says again what is kept, of the same moment or of the
// same attempt, was folded before as far as anyone can tell.
function isHeld(state: TaskState, attempt: number | undefined, key: EventKey): boolean {
  if (state.resolvedModel !== null && isSameEvent(state.resolvedModel.key, key)) return true;
  return key.time === state.startedAt || (attempt !== undefined && attempt === state.attempt);
}
