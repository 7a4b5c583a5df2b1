export interface OpenTransactions {
  /**
   * For how many seconds the oldest open transaction has been seen to hold back what lies behind it; 0 where none is open.
   *
   * @param stable where reading ends
   * @param high the end of the log, asked for before `stable`
   * @param nowMs since the Unix epoch
   */
  seconds(partition: number, stable: number, high: number, nowMs: number): number;
}

/** Follows how long each partition can be read no further than to one place, though its log goes on. */
export function createOpenTransactions(): OpenTransactions {
  const held = new Map<number, { readonly at: number; readonly sinceMs: number }>();
  return {
    seconds(partition, stable, high, nowMs) {
      if (stable >= high) {
        held.delete(partition);
        return 0;
      }
      const known = held.get(partition);
      if (known?.at === stable) return Math.max(0, nowMs - known.sinceMs) / 1000;
      held.set(partition, { at: stable, sinceMs: nowMs });
      return 0;
    },
  };
}
