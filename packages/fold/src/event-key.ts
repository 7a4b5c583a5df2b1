import type { TaskEvent } from '@taskfold/contract';
import type { EventKey } from './state.ts';

type Identity = Pick<TaskEvent, 'source' | 'id'>;

/** Negative, zero or positive by (time, source, id), each compared as a string by UTF-16 code units. */
export function compareKeys(left: EventKey, right: EventKey): number {
  if (left.time !== right.time) return left.time < right.time ? -1 : 1;
  if (left.source !== right.source) return left.source < right.source ? -1 : 1;
  if (left.id !== right.id) return left.id < right.id ? -1 : 1;
  return 0;
}

/** Whether two keys name one event: `source` and `id` identify it for ever, whatever its time says. */
export function isSameEvent(left: Identity, right: Identity): boolean {
  return left.id === right.id && left.source === right.source;
}
