import pLimit from 'p-limit';

/** Runs the work of one partition one piece after the other, and that of several at the same time. */
export interface PartitionWork {
  run(partition: number, work: () => Promise<void>): Promise<void>;
  /** Settles when nothing runs and nothing waits. */
  ended(): Promise<void>;
}

/**
 * @param concurrency of how many partitions work is done at the same time
 * @param work given to `run` must not reject
 */
export function createPartitionWork(concurrency: number): PartitionWork {
  const limit = pLimit(concurrency);
  const last = new Map<number, Promise<void>>();
  return {
    run(partition, work) {
      const before = last.get(partition) ?? Promise.resolve();
      const current = before
        .then(() => limit(work))
        .finally(() => {
          if (last.get(partition) === current) last.delete(partition);
        });
      last.set(partition, current);
      return current;
    },
    async ended() {
      while (last.size > 0) await Promise.all(last.values());
    },
  };
}
