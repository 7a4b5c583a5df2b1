export interface FloodBreakerOptions {
  /** Dead letters among the last `window` records that mean a flood; 0 for never. */
  readonly limit: number;
  readonly window: number;
}

export interface Judged {
  readonly isFlood: boolean;
  /** Counts the records for good. Only once they are written, or a repetition would count twice. */
  keep(): void;
}

export interface FloodBreaker {
  /** What the last records look like with these after them: true for each that is a dead letter. */
  after(records: readonly boolean[]): Judged;
}

/** Tells a few bad records from a topic of which nothing can be read. One for each partition. */
export function createFloodBreaker({ limit, window }: FloodBreakerOptions): FloodBreaker {
  let recent: readonly boolean[] = [];
  let dead = 0;
  return {
    after(records) {
      if (dead === 0 && !records.includes(true)) return { isFlood: false, keep: () => note(records, 0) };
      const all = [...recent, ...records];
      let count = dead;
      let most = dead;
      for (const [index, isDead] of records.entries()) {
        const leaving = recent.length + index - window;
        count += Number(isDead) - Number(all[leaving] ?? false);
        most = Math.max(most, count);
      }
      return { isFlood: limit > 0 && most >= limit, keep: () => note(records, count) };
    },
  };

  function note(records: readonly boolean[], count: number): void {
    recent = [...recent, ...records].slice(-window);
    dead = count;
  }
}
