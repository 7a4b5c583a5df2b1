/**
 * One breaker for each host, so that a host that does not answer costs few attempts. Any answer counts as life, whatever
 * its status: an address that always fails must not shut out the others of its host.
 *
 *   closed --(failures in a row)--> open --(time)--> half open --answer--> closed
 *                                    ^                  |
 *                                    `-----failure------'  (twice as long, up to a limit)
 *
 * Half open, one attempt at a time is let through.
 */
export interface Breakers {
  /** @returns whether it was open until now */
  answered(host: string): boolean;
  failed(host: string): void;
  /** How many more attempts hosts may have whose breaker is not closed. */
  limits(inFlight: (host: string) => number): ReadonlyMap<string, number>;
  readonly open: number;
}

export interface BreakerOptions {
  /** How many failures in a row open it. */
  readonly failures: number;
  /** How long it is open at first, in milliseconds. */
  readonly openMs: number;
  readonly maxOpenMs: number;
  /** Milliseconds that only rise. */
  readonly now?: () => number;
}

interface Breaker {
  failures: number;
  openMs: number;
  /** Null while it is closed. */
  openUntil: number | null;
}

export function createBreakers({
  failures,
  openMs,
  maxOpenMs,
  now = () => performance.now(),
}: BreakerOptions): Breakers {
  const breakers = new Map<string, Breaker>();
  return {
    answered(host) {
      const wasOpen = typeof breakers.get(host)?.openUntil === 'number';
      breakers.delete(host);
      return wasOpen;
    },

    failed(host) {
      const breaker = breakers.get(host) ?? { failures: 0, openMs: openMs / 2, openUntil: null };
      breakers.set(host, breaker);
      breaker.failures += 1;
      if (breaker.failures < failures) return;
      // Attempts that were on their way when it opened fail, too: they are the same failure.
      if (breaker.openUntil !== null && now() < breaker.openUntil) return;
      breaker.openMs = Math.min(breaker.openMs * 2, maxOpenMs);
      breaker.openUntil = now() + breaker.openMs;
    },

    limits(inFlight) {
      const limits = new Map<string, number>();
      for (const [host, { openUntil }] of breakers) {
        if (openUntil === null) continue;
        limits.set(host, now() < openUntil || inFlight(host) > 0 ? 0 : 1);
      }
      return limits;
    },

    get open() {
      let open = 0;
      for (const { openUntil } of breakers.values()) if (openUntil !== null) open += 1;
      return open;
    },
  };
}
