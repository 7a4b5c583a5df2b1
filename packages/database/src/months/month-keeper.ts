import { type Instant, instantFromMilliseconds } from '@taskfold/contract';
import type { Queryable } from '../pools/create-pool.ts';
import { ensureMonths, type Month, monthsOf } from './ensure-months.ts';

export interface MonthKeeper {
  /** Resolves when rows of these record times, and of now, can be written. Costs a query only for months not seen yet. */
  ensure(recordTimes: Iterable<Instant>): Promise<void>;
}

/** Remembers for which months {@link ensureMonths} was called. */
export function createMonthKeeper(pool: Queryable): MonthKeeper {
  const known = new Set<Month>();
  return {
    async ensure(recordTimes) {
      const needed = new Set(monthsOf(recordTimes));
      for (const month of monthsOf([instantFromMilliseconds(Date.now())])) needed.add(month);
      const missing = [...needed].filter((month) => !known.has(month)).sort();
      if (missing.length === 0) return;
      await ensureMonths(pool, missing);
      for (const month of missing) known.add(month);
    },
  };
}
