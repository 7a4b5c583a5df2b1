/** Runs the work of one partition one piece after the other, and that of several at the same time. */
export interface PartitionWork {
  run(partition: number, work: () => Promise<void>): Promise<void>;
}

/** @param work given to `run` must not reject */
export function createPartitionWork(): PartitionWork {
  const last = new Map<number, Promise<void>>();
  return {
    run(partition, work) {
      const current = (last.get(partition) ?? Promise.resolve()).then(work).finally(() => {
        if (last.get(partition) === current) last.delete(partition);
      });
      last.set(partition, current);
      return current;
    },
  };
}
