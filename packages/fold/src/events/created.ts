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

function creationOf({ data, apiKeyId }: EventOf<'task.created'>, key: EventKey): Creation {
  const { metadata, callback, credits_per_usd, ...said } = data;
  return {
    ...withoutAbsent(said),
    ...(apiKeyId === undefined ? {} : { api_key_id: apiKeyId }),
    key,
    metadata: metadata ?? {},
    callback:
      callback === undefined
        ? null
        : { url: callback.url, events: callback.events ?? DEFAULT_CALLBACK_EVENTS },
    credits_per_usd: canonicalDecimal(credits_per_usd ?? DEFAULT_CREDITS_PER_USD),
  };
}

/** A state is plain JSON, which has no `undefined`. */
function withoutAbsent<Said extends object>(said: Said): Said {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Said;
}
