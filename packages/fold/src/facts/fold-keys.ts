import type { Instant } from '@taskfold/contract';
import type { CallbackProgress, EventKey, TaskState } from '../state.ts';

/** The column `fold_keys`: what only folding on needs, beside the columns that a person reads. */
export interface FoldKeys {
  /** Source and id of the event; its time is `created_at`. */
  readonly created?: SourceAndId;
  /** Its time is `completed_at`. */
  readonly ended?: SourceAndId;
  /** Its time is `cancel_requested_at`. */
  readonly cancel_requested?: SourceAndId;
  readonly resolved_model?: TimeSourceAndId;
  readonly output?: TimeSourceAndId;
  readonly callbacks?: readonly CallbackProgress[];
}

type SourceAndId = readonly [source: string, id: string];
type TimeSourceAndId = readonly [time: Instant, source: string, id: string];

export function foldKeysOf(state: TaskState): FoldKeys {
  const { creation, end, cancelRequest, resolvedModel, output, callbacks } = state;
  return {
    ...(creation && { created: sourceAndId(creation.key) }),
    ...(end && { ended: sourceAndId(end.key) }),
    ...(cancelRequest && { cancel_requested: sourceAndId(cancelRequest.key) }),
    ...(resolvedModel && { resolved_model: whole(resolvedModel.key) }),
    ...(output && { output: whole(output.key) }),
    ...(callbacks.length > 0 && { callbacks }),
  };
}

/** @throws Error where the column the time comes from says otherwise than the key: the row was changed by hand. */
export function keyAt(time: Instant, key: SourceAndId | undefined): EventKey {
  if (key === undefined) throw new Error('a row of tasks has a time without the key that belongs to it');
  const [source, id] = key;
  return { time, source, id };
}

export function wholeKey([time, source, id]: TimeSourceAndId): EventKey {
  return { time, source, id };
}

function sourceAndId({ source, id }: EventKey): SourceAndId {
  return [source, id];
}

function whole({ time, source, id }: EventKey): TimeSourceAndId {
  return [time, source, id];
}
