import { sizeWithin } from '../events/event-size.ts';
import type { ProducedType, TaskCloudEvent } from '../generated/events.ts';
import type { Spool } from './options.ts';
import type { Report } from './report-queue.ts';

/** What a worker that starts again tells anew. */
const NOT_SPOOLED: ReadonlySet<ProducedType> = new Set(['task.progressed', 'task.output_updated']);

/**
 * An event that waits, from here on also in the spool.
 *
 * @param onError told where the spool cannot be written to; the event waits in memory then
 */
export function waitingReport(
  event: TaskCloudEvent,
  spool: Spool | undefined,
  onError: (error: unknown) => void,
): Report {
  const text = JSON.stringify(event);
  const bytes = sizeWithin(text, event);
  const isSpooled = spool !== undefined && !NOT_SPOOLED.has(event.type);
  return {
    type: event.type,
    bytes,
    event,
    spooled: isSpooled ? append(spool, text, onError) : null,
    replaces: replacesOf(event),
  };
}

/** What an earlier process told, and did not see arrive. */
export function leftReports(spool: Spool | undefined): readonly Report[] {
  return (spool?.left ?? []).map(({ number, bytes }) => ({
    // What matters least is not in a spool, and of nothing else the type is asked.
    type: 'task.created',
    bytes,
    event: null,
    spooled: number,
    replaces: null,
  }));
}

function append(spool: Spool, text: string, onError: (error: unknown) => void): number | null {
  try {
    return spool.append(text);
  } catch (error) {
    onError(error);
    return null;
  }
}

/** Of what waits, progress of a stage and a partial output take the place of the one before them. */
function replacesOf(event: TaskCloudEvent): string | null {
  if (event.type === 'task.output_updated') return event.subject;
  return event.type === 'task.progressed' ? `${event.subject} ${event.data.stage ?? ''}` : null;
}
