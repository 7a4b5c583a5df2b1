import type { TaskCloudEvent } from '../generated/events.ts';
import { InvalidEventError } from './invalid-event.ts';

/** The largest value of a record of the events topic. */
const MAX_BYTES = 1024 * 1024;

/** @returns the bytes of a text in UTF-8 @throws InvalidEventError where they are more than a record may have */
export function sizeWithin(text: string, { type }: Pick<TaskCloudEvent, 'type'>): number {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= MAX_BYTES) return bytes;
  const message = `has ${bytes} bytes, and 1 MiB is the most: keep what is large elsewhere, and send a link`;
  throw new InvalidEventError(type, [{ param: '', message }]);
}
