import { grouped } from '../../output/numbers.ts';

export interface RemoveTasksOptions {
  /** Removes at most so many. */
  readonly prune: (limit: number) => Promise<{ readonly pruned: number; readonly left: number }>;
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

const BATCH = 500;
const LOOK_MS = 1000;
const QUIET_MS = 15_000;

/** Removes the tasks of a tenant until none is left, waiting for the relay where it has to. @returns how many it removed */
export async function removeTasksOf({ prune, note, signal }: RemoveTasksOptions): Promise<number> {
  const { sleep } = await import('@taskfold/runtime');
  let removed = 0;
  let movedAt = performance.now();
  for (;;) {
    signal.throwIfAborted();
    const { pruned, left } = await prune(BATCH);
    removed += pruned;
    if (left === 0) return removed;
    if (pruned > 0) {
      movedAt = performance.now();
      note(`removing: ${grouped(left)} tasks left`);
      continue;
    }
    if (performance.now() - movedAt > QUIET_MS) {
      movedAt = performance.now();
      note(
        `${grouped(left)} tasks wait for the relay to publish that they are erased, for a callback that is just being sent, or are new: is a processor with the role relay running, and are the producers of the tenant stopped? Waiting; Ctrl-C is safe, the same command goes on.`,
      );
    }
    await sleep(LOOK_MS, signal);
  }
}
