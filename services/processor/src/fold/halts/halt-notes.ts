import { instantFromMilliseconds } from '@taskfold/contract';
import { every } from '@taskfold/runtime';
import type { Halt } from '../failures/halt.ts';
import type { PartitionProgress } from '../partition/partition-folder.ts';
import type { PartitionHalt } from './partition-halts.ts';

const NOTE_MS = 1000;
/** A partition that has nothing to fold shows by waiting that it stands nowhere in the way. */
const QUIET_MS = 10_000;

/** What is told of a halt beside whose projection and topic it is. */
type NotedHalt = Omit<PartitionHalt, 'projection' | 'topic'>;

export interface HaltNotesOptions {
  readonly reached: () => ReadonlyMap<number, PartitionProgress>;
  /** Of the partitions that should get on: neither halted nor knowingly waiting. */
  readonly progressing: () => ReadonlyMap<number, PartitionProgress>;
  readonly write: (halt: NotedHalt) => Promise<void>;
  readonly clear: (partitions: readonly number[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
  readonly everyMs?: number;
}

export interface HaltNotes {
  /** To be told whenever a partition halts; of those that it knows already nothing is noted again. */
  halted(halted: ReadonlyMap<number, Halt>): void;
  /** Notes until the signal is aborted. Never rejects: what could not be noted is tried again. */
  run(): Promise<void>;
}

/**
 * Notes for operators which partitions stand still, and takes that back once they get on: when one has moved since this
 * process has it, or has had nothing to fold for a while. That a partition was assigned says nothing yet.
 */
export function createHaltNotes(options: HaltNotesOptions): HaltNotes {
  const { reached, progressing, write, clear, onError, signal, everyMs = NOTE_MS } = options;
  const toWrite = new Map<number, NotedHalt>();
  const known = new Map<number, Halt>();
  /** Where each partition was when it was first seen to have no halt. */
  const firstSeen = new Map<number, { readonly offset: number; isCleared: boolean }>();

  function getsOn([partition, { nextOffset, highWatermark, progressAt }]: readonly [
    number,
    PartitionProgress,
  ]): boolean {
    const seen = firstSeen.get(partition) ?? { offset: nextOffset, isCleared: false };
    firstSeen.set(partition, seen);
    if (seen.isCleared) return false;
    const isQuiet = nextOffset >= highWatermark && performance.now() - progressAt > QUIET_MS;
    return isQuiet || nextOffset > seen.offset;
  }

  async function note(): Promise<void> {
    const held = reached();
    for (const partition of [...firstSeen.keys(), ...toWrite.keys()]) {
      if (held.has(partition)) continue;
      // Whoever has it now knows better.
      firstSeen.delete(partition);
      toWrite.delete(partition);
    }
    for (const [partition, halt] of toWrite) {
      await write(halt);
      toWrite.delete(partition);
    }
    const goOn = [...progressing()].filter(getsOn).map(([partition]) => partition);
    if (goOn.length === 0) return;
    await clear(goOn);
    for (const partition of goOn) {
      const seen = firstSeen.get(partition);
      if (seen !== undefined) seen.isCleared = true;
    }
  }

  return {
    halted(halted) {
      for (const [partition, halt] of halted) {
        if (known.get(partition) === halt) continue;
        known.set(partition, halt);
        toWrite.set(partition, {
          partition,
          reason: halt.reason,
          message: halt.message,
          nextOffset: reached().get(partition)?.nextOffset ?? 0,
          haltedAt: instantFromMilliseconds(Date.now()),
        });
      }
    },
    run: () => every(everyMs, signal, note, onError),
  };
}
