import type { EventOf, JsonValue } from '@taskfold/contract';
import { isSameEvent } from '../event-key.ts';
import { joinResolvedModel } from '../joins/resolved-model.ts';
import { joinWarnings } from '../joins/warnings.ts';
import type { End, EventKey, TaskError, TaskState } from '../state.ts';
import { applied, DUPLICATE, ignored, type Step } from '../step.ts';

// The first terminal event of the log wins; of another one nothing counts, neither its output nor its warnings.

/** The end, with the output, the warnings and the model that came with it. */
export function foldSucceeded(state: TaskState, { data }: EventOf<'task.succeeded'>, key: EventKey): Step {
  if (state.end !== null) return afterTheEnd(state.end, key);
  const output = data.output === undefined ? state.output : { key, final: true, text: data.output };
  const warnings = joinWarnings(state.warnings, key, data.warnings ?? []);
  const resolvedModel = joinResolvedModel(state.resolvedModel, key, data.resolved_model);

  const changed: Record<string, JsonValue> = { status: 'succeeded' };
  if (output !== state.output) changed.output = true;
  if (warnings !== state.warnings) changed.warnings = data.warnings?.length ?? 0;
  if (resolvedModel !== state.resolvedModel) changed.resolved_model = resolvedModel?.value ?? null;
  const end: End = { key, status: 'succeeded', error: null, reason: null };
  return applied({ status: 'succeeded', end, output, warnings, resolvedModel }, changed);
}

/** The end, with its error. A partial output stays: it is what there is. */
export function foldFailed(state: TaskState, { data }: EventOf<'task.failed'>, key: EventKey): Step {
  if (state.end !== null) return afterTheEnd(state.end, key);
  const end: End = { key, status: 'failed', error: errorOf(data.error), reason: null };
  return applied({ status: 'failed', end }, { status: 'failed', error_code: data.error.code });
}

/** The end, whether or not anyone had asked for it. */
export function foldCanceled(state: TaskState, { data }: EventOf<'task.canceled'>, key: EventKey): Step {
  if (state.end !== null) return afterTheEnd(state.end, key);
  const end: End = { key, status: 'canceled', error: null, reason: data.reason ?? null };
  return applied({ status: 'canceled', end }, { status: 'canceled' });
}

function afterTheEnd(end: End, key: EventKey): Step {
  return isSameEvent(end.key, key) ? DUPLICATE : ignored('already_terminal');
}

function errorOf(error: EventOf<'task.failed'>['data']['error']): TaskError {
  return {
    code: error.code,
    message: error.message,
    retryable: error.retryable,
    param: error.param ?? null,
    details: error.details ?? null,
  };
}
