import { type Instant, instantFromMilliseconds } from '@taskfold/contract';

/** A time as Prisma gives it. */
export function instantOf(date: Date): Instant {
  return instantFromMilliseconds(date.getTime());
}

/** {@link instantOf} of what may not have happened yet. */
export function instantOrNull(date: Date | null): Instant | null {
  return date === null ? null : instantOf(date);
}
