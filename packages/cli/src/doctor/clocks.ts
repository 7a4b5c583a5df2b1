import { type Finding, fail, warn } from './check.ts';

/** How far another clock is before this machine's, in milliseconds, and how wrong that may be. */
export interface ClockDifference {
  readonly aheadMs: number;
  readonly uncertainMs: number;
}

const WARN_MS = 1000;
const FAIL_MS = 30_000;
const ASKED = 3;

/** Asks a clock some times, and goes by the answer that came soonest. */
export async function clockDifference(ask: () => Promise<number>): Promise<ClockDifference> {
  let best: ClockDifference | undefined;
  for (let asked = 0; asked < ASKED; asked++) {
    const began = Date.now();
    const there = await ask();
    const ended = Date.now();
    const found = { aheadMs: there - (began + ended) / 2, uncertainMs: (ended - began) / 2 };
    if (best === undefined || found.uncertainMs < best.uncertainMs) best = found;
  }
  if (best === undefined) throw new Error('no clock was asked');
  return best;
}

export function clockFindings(whose: string, { aheadMs, uncertainMs }: ClockDifference): Finding[] {
  const apart = Math.abs(aheadMs) - uncertainMs;
  if (apart < WARN_MS) return [];
  const found = `The clock of ${whose} is ${printMs(aheadMs)} this machine's: times of tasks, leases and signatures do not fit together.`;
  const toDo =
    'Let NTP or chrony set the clocks of all machines, and look which of them is wrong (timedatectl, chronyc tracking).';
  return [apart >= FAIL_MS ? fail(found, toDo) : warn(found, toDo)];
}

function printMs(aheadMs: number): string {
  return `${(Math.abs(aheadMs) / 1000).toFixed(1)} s ${aheadMs > 0 ? 'ahead of' : 'behind'}`;
}
