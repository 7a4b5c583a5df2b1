import type { FaultWindows } from '../faults/fault-windows.ts';
import type { Findings } from '../findings.ts';

/** Up to so long before a fault something may have been under way that the fault made come again. */
const BEFORE_MS = 2000;

export interface HeldOptions {
  /** Who holds them: stands in findings. */
  readonly where: string;
  readonly findings: Findings;
  readonly windows: FaultWindows;
  /**
   * For how long after something was broken the same revision may come again, in milliseconds: Infinity where it may at any time.
   * That an older one comes is right only while something is broken.
   */
  readonly repeatsMs: number;
}

/** What a consumer holds of each task: the highest revision that it was told, and when it first heard of an end. */
export class Held {
  readonly #options: HeldOptions;
  readonly #revisions = new Map<string, number>();
  readonly #last = new Map<string, number>();
  readonly #ended = new Map<string, number>();
  /** How often anything was told, and how often what was held already. */
  count = 0;
  repeats = 0;

  constructor(options: HeldOptions) {
    this.#options = options;
  }

  /** @param isEnded whether the state that was told is a terminal one */
  told(taskId: string, revision: number, isEnded: boolean, now: number): void {
    const { where, findings, windows, repeatsMs } = this.#options;
    const before = this.#revisions.get(taskId) ?? 0;
    this.count++;
    this.#last.set(taskId, revision);
    if (isEnded && !this.#ended.has(taskId)) this.#ended.set(taskId, now);
    if (revision > before) {
      this.#revisions.set(taskId, revision);
      return;
    }
    this.repeats++;
    const reachMs = revision === before ? Math.max(repeatsMs, BEFORE_MS) : BEFORE_MS;
    if (reachMs === Number.POSITIVE_INFINITY || !windows.isCalm(now - reachMs, now)) return;
    const what = `${taskId}: revision ${revision} came after ${before} although nothing was broken`;
    findings.add(revision === before ? 'doubled' : 'wrong', where, what);
  }

  /** The highest that was told; undefined where the task was never told of. */
  revision(taskId: string): number | undefined {
    return this.#revisions.get(taskId);
  }

  /** The one that came last. */
  last(taskId: string): number | undefined {
    return this.#last.get(taskId);
  }

  /** Of how many tasks the end was told. */
  get ends(): number {
    return this.#ended.size;
  }

  /** When the task's end was first told: Unix milliseconds. */
  endedAt(taskId: string): number | undefined {
    return this.#ended.get(taskId);
  }
}
