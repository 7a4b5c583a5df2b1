import { type Instant, instantFromMilliseconds, toMilliseconds } from '@taskfold/contract';

const TOLERATED_MS = 5 * 60 * 1000;

/**
 * The time an event counts with: its own, unless that lies more than five minutes ahead of the broker's timestamp.
 * Then it is the broker's, because a producer whose clock runs ahead must not stay the newest for ever.
 */
export function clampTime(time: Instant, recordTime: Instant): Instant {
  if (time <= recordTime) return time;
  return time > latestTolerated(recordTime) ? recordTime : time;
}

function latestTolerated(recordTime: Instant): string {
  const milliseconds = instantFromMilliseconds(toMilliseconds(recordTime) + TOLERATED_MS).slice(0, 23);
  return milliseconds + recordTime.slice(23);
}
