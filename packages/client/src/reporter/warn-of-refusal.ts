import type { TaskCloudEvent } from '../generated/events.ts';
import type { EventRefusal } from '../generated/openapi.ts';

interface Warns {
  readonly process?: { readonly emitWarning?: (text: string, type: string) => void };
}

/** Where nobody asked to be told. An event that is lost without a word is worse than a line too many. */
export function warnOfRefusal({ type, subject }: TaskCloudEvent, { code, message }: EventRefusal): void {
  const text = `${type} of the task ${subject} is refused (${code}): ${message}`;
  (globalThis as Warns).process?.emitWarning?.(text, 'TaskfoldWarning');
}
