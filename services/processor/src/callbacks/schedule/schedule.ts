import { LONGEST_WAIT_MS } from '../http/retry-after.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * How long after the attempt before each attempt follows, in milliseconds, unless configured otherwise:
 *
 * | attempt |  1 |   2 |     3 |      4 |   5 |   6 |    7 |    8 |    9 |   10 |
 * | wait    |  0 | 5 s | 5 min | 30 min | 2 h | 5 h | 10 h | 14 h | 20 h | 24 h |
 */
export const DEFAULT_SCHEDULE: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

const JITTER = 0.2;

export interface NextWait {
  readonly schedule: readonly number[];
  /** How many attempts of this schedule were made. */
  readonly made: number;
  /** What the receiver asked for; null where it did not. */
  readonly retryAfterMs: number | null;
  /** From 0 up to, not including, 1. */
  readonly random?: () => number;
}

/**
 * How long to wait before the next attempt, in whole milliseconds; null when there is none. It is the schedule's wait, up
 * to a fifth shorter or longer, so that what failed together does not come back together; a receiver can make it longer, up to 24
 * hours, but neither shorter nor endless.
 */
export function nextWait({ schedule, made, retryAfterMs, random = Math.random }: NextWait): number | null {
  const wait = schedule[made];
  if (wait === undefined) return null;
  const jittered = Math.round(wait * (1 - JITTER + 2 * JITTER * random()));
  return Math.max(jittered, Math.min(retryAfterMs ?? 0, LONGEST_WAIT_MS));
}
