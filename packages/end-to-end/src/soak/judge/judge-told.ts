import type { FaultWindows } from '../faults/fault-windows.ts';
import type { Findings } from '../findings.ts';

/** Bounds of what counts as late, in milliseconds. */
export interface LateBounds {
  /** Of time in which nothing was broken. */
  readonly calmMs: number;
  /** In all. */
  readonly mostMs: number;
}

export interface Told {
  readonly what: string;
  /** When it was acknowledged: Unix milliseconds. */
  readonly since: number;
  /** When it was told; undefined where it never was. */
  readonly at: number | undefined;
}

/** Whether what had to be told was, and in time. */
export function judgeTold(
  where: string,
  { what, since, at }: Told,
  { windows, findings, bounds }: { windows: FaultWindows; findings: Findings; bounds: LateBounds },
): void {
  if (at === undefined) {
    findings.add('lost', where, `${what} was never told`);
    return;
  }
  const took = Math.max(0, at - since);
  const calm = windows.calmMs(since, at);
  if (calm <= bounds.calmMs && took <= bounds.mostMs) return;
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  findings.add(
    'late',
    where,
    `${what} was told after ${seconds(took)} s, ${seconds(calm)} s of them with nothing broken`,
  );
}
