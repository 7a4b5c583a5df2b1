/** Commits offsets of several partitions. Must not reject. */
export type SendOffsets = (offsets: ReadonlyMap<number, number>) => Promise<void>;

export interface OffsetCommits {
  /** Resolves when this offset of the partition, or a later one, was sent and answered. */
  commit(partition: number, nextOffset: number): Promise<void>;
}

/**
 * One request at a time: what comes while one is on its way goes together with the next, the newest offset of each
 * partition alone.
 */
export function createOffsetCommits(send: SendOffsets): OffsetCommits {
  let waiting = new Map<number, number>();
  let next: Promise<void> | undefined;
  let running = Promise.resolve();

  async function sendWaiting(before: Promise<void>): Promise<void> {
    await before;
    const offsets = waiting;
    waiting = new Map();
    next = undefined;
    await send(offsets);
  }

  return {
    commit(partition, nextOffset) {
      waiting.set(partition, nextOffset);
      if (next === undefined) {
        next = sendWaiting(running);
        running = next;
      }
      return next;
    },
  };
}
