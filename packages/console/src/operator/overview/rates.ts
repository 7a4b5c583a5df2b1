import type { Partition } from '../ask/operations.ts';

/** Where a partition stood at a moment. */
export interface Sample {
  /** In milliseconds; only differences count. */
  readonly at: number;
  readonly nextOffset: number;
  /** Null where nobody knew. */
  readonly logEndOffset: number | null;
}

export interface Rates {
  /** Records folded a second. */
  readonly folded: number;
  /** Records that came into the log a second; null where that is not known. */
  readonly arrived: number | null;
}

/** Samples by partition, the oldest first. */
export type Samples = ReadonlyMap<number, readonly Sample[]>;

/** Rates are of this long: short enough to be of now, long enough not to jump. */
const WINDOW_MS = 20_000;
/** Less says nothing: notes of the end of the log are a second old. */
const LEAST_MS = 1500;

/** Adds where partitions stand now, and drops what is older than the window. One that began anew begins anew here, too. */
export function withSamples(held: Samples, partitions: readonly Partition[], at: number): Samples {
  return new Map(
    partitions.map(({ partition, next_offset: nextOffset, log_end_offset: logEndOffset }) => {
      const sample = { at, nextOffset: nextOffset ?? 0, logEndOffset };
      const before = (held.get(partition) ?? []).filter((each) => at - each.at <= WINDOW_MS);
      const last = before.at(-1);
      const goesOn = last === undefined || last.nextOffset <= sample.nextOffset;
      return [partition, goesOn ? [...before, sample] : [sample]];
    }),
  );
}

/** From the first to the last of the samples; null where they are too few to say. */
export function ratesOf(samples: readonly Sample[]): Rates | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < LEAST_MS) return null;
  const seconds = (last.at - first.at) / 1000;
  const arrived =
    first.logEndOffset === null || last.logEndOffset === null
      ? null
      : Math.max(0, last.logEndOffset - first.logEndOffset) / seconds;
  return { folded: (last.nextOffset - first.nextOffset) / seconds, arrived };
}

/** Seconds until nothing waits, if all goes on as it does; null where it never would, or nobody can say. */
export function secondsToCatchUp(waiting: number, rates: Rates | null): number | null {
  if (waiting === 0) return 0;
  if (rates === null) return null;
  const gain = rates.folded - (rates.arrived ?? 0);
  return gain > 0 ? waiting / gain : null;
}
