import { compareKeys } from '../event-key.ts';
import type { EventKey, TaskState } from '../state.ts';

/**
 * The newest model by event key that any start or the winning end named.
 *
 * @returns the very same object where nothing changed.
 */
export function joinResolvedModel(
  current: TaskState['resolvedModel'],
  key: EventKey,
  value: string | undefined,
): TaskState['resolvedModel'] {
  if (value === undefined) return current;
  return current === null || compareKeys(key, current.key) > 0 ? { key, value } : current;
}
