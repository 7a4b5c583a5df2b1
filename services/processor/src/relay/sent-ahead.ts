/** Tasks remembered at most; those beyond wait for their next change, which is on its way. */
const MAX_TASKS = 100_000;

/**
 * Remembers revisions that were published before their change was reached, because a task's row may be ahead of the change
 * that made it be read. When the change comes, the same revision is not sent again.
 */
export interface SentAhead {
  /**
   * @param changed the revision of the change that was read
   * @param current the revision of the row
   */
  shouldSend(key: string, changed: number, current: number): boolean;
  /** The broker has it. */
  sent(key: string, changed: number, current: number): void;
}

export function createSentAhead(maxTasks = MAX_TASKS): SentAhead {
  const ahead = new Map<string, number>();
  return {
    shouldSend(key, changed, current) {
      const sent = ahead.get(key);
      if (sent !== undefined && changed >= sent) ahead.delete(key);
      if (sent !== undefined) return current > sent;
      // Its own change follows, so nothing is lost by waiting for that one.
      return current <= changed || ahead.size < maxTasks;
    },
    sent(key, changed, current) {
      if (current > changed) ahead.set(key, current);
    },
  };
}
