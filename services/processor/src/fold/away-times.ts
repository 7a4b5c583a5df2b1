export interface AwayTimes {
  /**
   * To be told of each assignment.
   *
   * @returns of the partitions that come back, for how long others had them, in milliseconds
   */
  assigned(partitions: readonly number[]): ReadonlyMap<number, number>;
}

/** Remembers when the group took partitions away. */
export function createAwayTimes(): AwayTimes {
  const lostAt = new Map<number, number>();
  let held: readonly number[] = [];
  return {
    assigned(partitions) {
      const now = performance.now();
      for (const partition of held) if (!partitions.includes(partition)) lostAt.set(partition, now);
      held = partitions;
      const back = partitions.filter((partition) => lostAt.has(partition));
      return new Map(
        back.map((partition) => {
          const since = lostAt.get(partition) ?? now;
          lostAt.delete(partition);
          return [partition, now - since] as const;
        }),
      );
    },
  };
}
