/** What the records of a slice should take together, about. */
const TARGET_BYTES = 4 * 1024 * 1024;
const SMALLEST = 4;
const LARGEST = 1000;
const FIRST = 50;

/** How many tasks are read and published at once: as many as fit into memory by the size of the last ones. */
export interface SliceSize {
  tasks(): number;
  /** Tells what a slice took. */
  took(tasks: number, bytes: number): void;
}

export function createSliceSize(): SliceSize {
  let size = FIRST;
  return {
    tasks: () => size,
    took(tasks, bytes) {
      if (tasks === 0) return;
      const fitting = Math.floor(TARGET_BYTES / Math.max(1, bytes / tasks));
      // Grows by steps, for the next ones may be larger; shrinks at once.
      size = Math.max(SMALLEST, Math.min(fitting, LARGEST, size * 2));
    },
  };
}
