/** Why a partition is not fetched: its user says so, it is being taken over, or it waits after a failure. */
type PauseReason = 'user' | 'assignment' | 'failure';

/** Who has paused what: a partition is fetched while nobody has a reason against it. */
export interface Pauses {
  add(reason: PauseReason, partitions: readonly number[]): void;
  remove(reason: PauseReason, partitions: readonly number[]): void;
  has(partition: number): boolean;
  /** Pauses the partitions of a new assignment. What the user has paused stays so; old failures are forgotten. */
  restart(partitions: readonly number[]): void;
}

export interface FetchControl {
  pause(partitions: readonly number[]): void;
  resume(partitions: readonly number[]): void;
}

export function createPauses(fetching: FetchControl): Pauses {
  const reasons = new Map<number, Set<PauseReason>>();

  function add(reason: PauseReason, partitions: readonly number[]): void {
    for (const partition of partitions) {
      const set = reasons.get(partition) ?? new Set();
      reasons.set(partition, set.add(reason));
    }
    if (partitions.length > 0) fetching.pause(partitions);
  }

  return {
    add,
    remove(reason, partitions) {
      const free = partitions.filter((partition) => {
        const set = reasons.get(partition);
        if (set === undefined || !set.delete(reason) || set.size > 0) return false;
        return reasons.delete(partition);
      });
      if (free.length > 0) fetching.resume(free);
    },
    has: (partition) => reasons.has(partition),
    restart(partitions) {
      for (const [partition, set] of reasons) {
        if (set.has('user')) reasons.set(partition, new Set(['user']));
        else reasons.delete(partition);
      }
      add('assignment', partitions);
    },
  };
}
