import { LRUCache } from 'lru-cache';

/** What is left of a budget after something was taken from it, or was not. */
interface Budget {
  readonly allowed: boolean;
  /** Whole requests that may follow at once. */
  readonly remaining: number;
  /** Seconds until the budget is full again. */
  readonly fullInSeconds: number;
  /** Seconds until one may follow; 0 where one may at once. */
  readonly nextInSeconds: number;
}

/** Budgets that fill up steadily, one for each name. */
export interface Budgets {
  /** Takes one where there is one. */
  take(name: string): Budget;
  /** Puts one back that was taken. */
  giveBack(name: string): void;
  /** What there is, without taking. */
  look(name: string): Budget;
}

export interface BudgetsOptions {
  /** What a full budget holds, and what comes back within the window. */
  readonly quota: number;
  readonly windowSeconds: number;
  /** Names that are remembered; the one that was used least recently makes room, and is full again when it comes back. */
  readonly maxNames: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export function createBudgets(options: BudgetsOptions): Budgets {
  const { quota, windowSeconds, maxNames, now = () => performance.now() } = options;
  const perMs = quota / (windowSeconds * 1000);
  const entries = new LRUCache<string, { level: number; at: number }>({ max: maxNames });

  function levelOf(name: string, nowMs: number): number {
    const entry = entries.peek(name);
    return entry === undefined ? quota : Math.min(quota, entry.level + (nowMs - entry.at) * perMs);
  }

  function budget(level: number, allowed: boolean): Budget {
    return {
      allowed,
      remaining: Math.floor(level),
      fullInSeconds: Math.ceil((quota - level) / perMs / 1000),
      nextInSeconds: level >= 1 ? 0 : Math.ceil((1 - level) / perMs / 1000),
    };
  }

  return {
    take(name) {
      const nowMs = now();
      const level = levelOf(name, nowMs);
      const allowed = level >= 1;
      const left = allowed ? level - 1 : level;
      entries.set(name, { level: left, at: nowMs });
      return budget(left, allowed);
    },
    giveBack(name) {
      const entry = entries.peek(name);
      if (entry !== undefined) entry.level += 1;
    },
    look(name) {
      const level = levelOf(name, now());
      return budget(level, level >= 1);
    },
  };
}
