import type { Offsets } from './replayer.ts';

export interface ReplayProgress {
  readonly done: number;
  readonly total: number;
  readonly eventsPerSecond: number;
  /** Null while there is no rate to tell it by. */
  readonly secondsLeft: number | null;
}

/**
 * How far a replay is, control records counted as events.
 *
 * @param started where this run began, for its rate
 */
export function progressOf(
  started: Offsets,
  offsets: Offsets,
  bounds: Offsets,
  elapsedMs: number,
): ReplayProgress {
  const done = sum(offsets);
  const total = Math.max(done, sum(bounds));
  const eventsPerSecond = elapsedMs > 0 ? ((done - sum(started)) * 1000) / elapsedMs : 0;
  const secondsLeft = eventsPerSecond > 0 ? (total - done) / eventsPerSecond : total === done ? 0 : null;
  return { done, total, eventsPerSecond, secondsLeft };
}

const TELL_MS = 2000;

/** Tells how far it is every two seconds while it works, and once more when it has ended well. */
export async function telling(tell: () => void, work: () => Promise<void>): Promise<void> {
  const timer = setInterval(tell, TELL_MS);
  try {
    await work();
    tell();
  } finally {
    clearInterval(timer);
  }
}

export function printProgress({ done, total, eventsPerSecond, secondsLeft }: ReplayProgress): string {
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  const left = secondsLeft === null ? '' : `, ${printDuration(secondsLeft)} left`;
  return `${group(done)} of ${group(total)} events (${percent} %), ${group(eventsPerSecond)} events/s${left}`;
}

function group(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

function printDuration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

export function sum(offsets: Offsets): number {
  return [...offsets.values()].reduce((total, offset) => total + offset, 0);
}
