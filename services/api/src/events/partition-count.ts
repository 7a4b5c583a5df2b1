import { sleep } from '@taskfold/runtime';

export interface PartitionCount {
  /** Null as long as it is not known. */
  known(): number | null;
  /** Asks until it is known, or the signal is aborted. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

const ASK_AGAIN_MS = 5000;

/**
 * How many partitions the events topic had when it was first folded, which is so for ever: keys are looked for by it.
 *
 * @param read null where no processor has begun yet
 */
export function createPartitionCount(read: () => Promise<number | null>): PartitionCount {
  let count: number | null = null;
  return {
    known: () => count,
    async run(signal) {
      while (count === null && !signal.aborted) {
        count = await read().catch(() => null);
        if (count === null) await sleep(ASK_AGAIN_MS, signal).catch(() => {});
      }
    },
  };
}
