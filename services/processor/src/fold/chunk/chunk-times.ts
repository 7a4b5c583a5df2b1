import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { ChunkResult } from './chunk-result.ts';

/** How long the chunks of a partition took in the last minute, from asking for a connection to their commit. */
export interface ChunkFigures {
  readonly written: number;
  /** Half of those that were written took this long or less; null where there were none. */
  readonly p50Seconds: number | null;
  /** The slowest of those that were written and those that failed; null where there were none. */
  readonly maxSeconds: number | null;
  /** How long the one that is being written has taken; 0 where none is. */
  readonly openSeconds: number;
}

export interface ChunkTimes {
  /** Does the work of a chunk, and keeps how long that took. @throws what the work throws */
  measure(partition: number, work: () => Promise<ChunkResult>): Promise<ChunkResult>;
  of(partition: number): ChunkFigures;
}

/** What lies further back goes in steps of this length, so that a minute is one of 50 to 60 seconds. */
const SLOT_MS = 10_000;
const WINDOW_MS = 60_000;
/** In hundredths of a millisecond, up to an hour, to one in a hundred: 20 kB. */
const SHAPE = { lowest: 1, highest: 360_000_000, figures: 2 } as const;
const UNITS_A_MS = 100;

interface Slot {
  readonly since: number;
  readonly written: RecordableHistogram;
  slowestMs: number;
}

interface PartitionTimes {
  /** The oldest first. */
  slots: Slot[];
  openSince: number | null;
}

/** @param now milliseconds that only rise */
export function createChunkTimes(now: () => number = () => performance.now()): ChunkTimes {
  const partitions = new Map<number, PartitionTimes>();

  function timesOf(partition: number): PartitionTimes {
    const times = partitions.get(partition) ?? { slots: [], openSince: null };
    partitions.set(partition, times);
    times.slots = times.slots.filter(({ since }) => now() - since < WINDOW_MS);
    return times;
  }

  function slotOf({ slots }: PartitionTimes): Slot {
    const last = slots.at(-1);
    if (last !== undefined && now() - last.since < SLOT_MS) return last;
    const made = { since: now(), written: createHistogram(SHAPE), slowestMs: 0 };
    slots.push(made);
    return made;
  }

  return {
    async measure(partition, work) {
      const began = now();
      timesOf(partition).openSince = began;
      let ended: ChunkResult['kind'] | 'failed' = 'failed';
      try {
        const result = await work();
        ended = result.kind;
        return result;
      } finally {
        const times = timesOf(partition);
        times.openSince = null;
        // What others had folded already says nothing of how long folding takes.
        if (ended === 'applied' || ended === 'failed') {
          const slot = slotOf(times);
          const tookMs = now() - began;
          slot.slowestMs = Math.max(slot.slowestMs, tookMs);
          if (ended === 'applied') slot.written.record(unitsOf(tookMs));
        }
      }
    },
    of(partition) {
      const { slots, openSince } = timesOf(partition);
      const written = createHistogram(SHAPE);
      for (const slot of slots) written.add(slot.written);
      const slowestMs = Math.max(...slots.map((slot) => slot.slowestMs));
      return {
        written: written.count,
        // It is rounded up.
        p50Seconds:
          written.count === 0 ? null : Math.min(slowestMs, written.percentile(50) / UNITS_A_MS) / 1000,
        maxSeconds: slots.length === 0 ? null : slowestMs / 1000,
        openSeconds: openSince === null ? 0 : (now() - openSince) / 1000,
      };
    },
  };
}

function unitsOf(ms: number): number {
  return Math.min(SHAPE.highest, Math.max(SHAPE.lowest, Math.round(ms * UNITS_A_MS)));
}
