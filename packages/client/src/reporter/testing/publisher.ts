import type { TaskCloudEvent } from '../../generated/events.ts';
import type { PublishEvents } from '../options.ts';

/** What one request does: it arrives and is answered, arrives without an answer, or does not arrive. */
export type Fate = 'answered' | 'no answer' | 'lost';

/** A log that requests reach as their fates say; after the last fate all are answered. */
export function fatefulLog(fates: readonly Fate[] = []) {
  const rest = [...fates];
  const received: TaskCloudEvent[] = [];
  const batches: number[] = [];
  const publish: PublishEvents = async (events) => {
    const fate = rest.shift() ?? 'answered';
    batches.push(events.length);
    if (fate !== 'lost') received.push(...structuredClone(events));
    await null;
    if (fate !== 'answered') throw new Error(fate);
  };
  return {
    publish,
    batches,
    received: received as readonly TaskCloudEvent[],
    /** As the log's reader folds it: each event once, where it came first. */
    folded: () => [...new Map(received.toReversed().map((event) => [event.id, event])).values()].toReversed(),
  };
}
