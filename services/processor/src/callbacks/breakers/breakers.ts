import { type Instant, instantFromMilliseconds } from '@taskfold/contract';
import { LRUCache } from 'lru-cache';

/**
 * One breaker for each host, so that a host that does not answer costs few attempts. Any answer counts as life, whatever
 * its status: an address that always fails must not shut out the others of its host.
 *
 *   closed --(failures in a row)--> open --(time)--> half open --answer--> closed
 *                                    ^                  |
 *                                    `-----failure------'  (twice as long, up to a limit)
 *
 * Half open, one attempt at a time is let through. A host that nobody asked for a day is forgotten, and so is the one that failed
 * longest ago where there are very many: names are made by tenants.
 */
export interface Breakers {
  /** @returns whether it was open until now */
  answered(host: string): boolean;
  /** @param error what the attempt failed at, in one word */
  failed(host: string, error: string): void;
  /** How many more attempts hosts may have whose breaker is not closed. */
  limits(inFlight: (host: string) => number): ReadonlyMap<string, number>;
  /** Those that are not closed, the ones that opened first first. */
  notClosed(): readonly OpenBreaker[];
  readonly open: number;
}

/** A breaker that is open or half open. */
export interface OpenBreaker {
  readonly host: string;
  /** Attempts in a row that got no answer. */
  readonly failures: number;
  readonly lastError: string;
  readonly openedAt: Instant;
  /** Milliseconds until an attempt is made again; 0 where it is half open. */
  readonly restsMs: number;
}

export interface BreakerOptions {
  /** How many failures in a row open it. */
  readonly failures: number;
  /** How long it is open at first, in milliseconds. */
  readonly openMs: number;
  readonly maxOpenMs: number;
  /** Milliseconds that only rise, from above 0. */
  readonly now?: () => number;
}

const FORGET_MS = 86_400_000;
const MOST_HOSTS = 10_000;

interface Breaker {
  failures: number;
  lastError: string;
  openMs: number;
  /** Null while it is closed. */
  opened: { readonly at: Instant; until: number } | null;
}

export function createBreakers({
  failures,
  openMs,
  maxOpenMs,
  now = () => performance.now(),
}: BreakerOptions): Breakers {
  const breakers = new LRUCache<string, Breaker>({
    max: MOST_HOSTS,
    ttl: FORGET_MS,
    ttlResolution: 0,
    perf: { now },
  });

  function* notClosed() {
    for (const [host, breaker] of breakers.entries()) {
      const { opened } = breaker;
      if (opened !== null) yield { host, breaker, opened };
    }
  }

  return {
    answered(host) {
      const wasOpen = breakers.peek(host)?.opened != null;
      breakers.delete(host);
      return wasOpen;
    },

    failed(host, error) {
      const breaker = breakers.peek(host) ?? {
        failures: 0,
        lastError: error,
        openMs: openMs / 2,
        opened: null,
      };
      breakers.set(host, breaker);
      breaker.failures += 1;
      breaker.lastError = error;
      if (breaker.failures < failures) return;
      // Attempts that were on their way when it opened fail, too: they are the same failure.
      if (breaker.opened !== null && now() < breaker.opened.until) return;
      breaker.openMs = Math.min(breaker.openMs * 2, maxOpenMs);
      breaker.opened ??= { at: instantFromMilliseconds(Date.now()), until: 0 };
      breaker.opened.until = now() + breaker.openMs;
    },

    limits(inFlight) {
      const limits = new Map<string, number>();
      for (const { host, opened } of notClosed()) {
        limits.set(host, now() < opened.until || inFlight(host) > 0 ? 0 : 1);
      }
      return limits;
    },

    notClosed() {
      const open = [...notClosed()].map(({ host, breaker, opened }) => ({
        host,
        failures: breaker.failures,
        lastError: breaker.lastError,
        openedAt: opened.at,
        restsMs: Math.max(0, opened.until - now()),
      }));
      return open.sort((left, right) => (left.openedAt < right.openedAt ? -1 : 1));
    },

    get open() {
      return [...notClosed()].length;
    },
  };
}
