import { type EventOf, TERMINAL_STATUSES } from '@taskfold/contract';
import { isSameEvent } from '../event-key.ts';
import { canonicalDecimal } from '../money/decimal.ts';
import type { Creation, EventKey, TaskState } from '../state.ts';
import { applied, DUPLICATE, ignored, type Step } from '../step.ts';

const DEFAULT_CREDITS_PER_USD = '1000';
const DEFAULT_CALLBACK_EVENTS = TERMINAL_STATUSES.map((status) => `task.${status}` as const);

/** The first `task.created` of the log makes the task; another one is ignored. */
export function foldCreated(state: TaskState, event: EventOf<'task.created'>, key: EventKey): Step {
  if (state.creation !== null) {
    return isSameEvent(state.creation.key, key) ? DUPLICATE : ignored('already_created');
  }
  return applied({ creation: creationOf(event, key) }, { status: state.status });
}

function creationOf({ data }: EventOf<'task.created'>, key: EventKey): Creation {
  return {
    key,
    capability: data.capability,
    model: data.model,
    input: data.input ?? null,
    metadata: data.metadata ?? {},
    projectId: data.project_id ?? null,
    clientRequestId: data.client_request_id ?? null,
    deadlineAt: data.deadline_at ?? null,
    callback:
      data.callback === undefined
        ? null
        : { url: data.callback.url, events: data.callback.events ?? DEFAULT_CALLBACK_EVENTS },
    creditsPerUsd: canonicalDecimal(data.credits_per_usd ?? DEFAULT_CREDITS_PER_USD),
  };
}
