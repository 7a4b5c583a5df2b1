export interface FloodBreakerOptions {
  /** Dead letters among the last `window` records that mean a flood; 0 for never. */
  readonly limit: number;
  readonly window: number;
}

interface JudgedRecord {
  readonly offset: number;
  readonly isDead: boolean;
}

interface Judged {
  readonly isFlood: boolean;
  /** Counts the records for good. Only once they are written, or a repetition would count twice. */
  keep(): void;
}

export interface FloodBreaker {
  /** What the last records look like with these after them, in offset order. */
  after(records: readonly JudgedRecord[]): Judged;
}

/** Tells a few bad records from a topic of which nothing can be read. One for each partition. */
export function createFloodBreaker({ limit, window }: FloodBreakerOptions): FloodBreaker {
  let recent: readonly JudgedRecord[] = [];
  let dead = 0;
  return {
    after(records) {
      forgetFrom(records[0]?.offset ?? Number.POSITIVE_INFINITY);
      if (dead === 0 && !records.some(({ isDead }) => isDead)) {
        return { isFlood: false, keep: () => note(records, 0) };
      }
      const all = [...recent, ...records];
      let count = dead;
      let most = dead;
      for (const [index, { isDead }] of records.entries()) {
        const leaving = recent.length + index - window;
        count += Number(isDead) - Number(all[leaving]?.isDead ?? false);
        most = Math.max(most, count);
      }
      return { isFlood: limit > 0 && most >= limit, keep: () => note(records, count) };
    },
  };

  /** A database that lost commits in a fail-over gets the records again. */
  function forgetFrom(offset: number): void {
    if ((recent.at(-1)?.offset ?? -1) < offset) return;
    recent = recent.filter((record) => record.offset < offset);
    dead = recent.filter(({ isDead }) => isDead).length;
  }

  function note(records: readonly JudgedRecord[], count: number): void {
    recent = [...recent, ...records].slice(-window);
    dead = count;
  }
}
