/** Where the lines of a chart lie, in the units of what it shows. */
export interface Scale {
  /** Where it ends above: 0 or more. */
  readonly top: bigint;
  /** Where it ends below: 0 or less. */
  readonly bottom: bigint;
  /** From the bottom up, 0 among them. */
  readonly lines: readonly bigint[];
}

const STEPS = [1n, 2n, 5n];
const MOST_STEPS = 5n;

const stepsTo = (value: bigint, step: bigint) => (value + step - 1n) / step;

/**
 * The least round step at which a few lines hold everything.
 *
 * @param above the greatest value, 0 or more
 * @param below the least, as its distance from 0
 */
export function scaleOf(above: bigint, below: bigint): Scale {
  if (above === 0n && below === 0n) return { top: 1n, bottom: 0n, lines: [0n] };
  for (let power = 1n; ; power *= 10n) {
    for (const factor of STEPS) {
      const step = factor * power;
      const [up, down] = [stepsTo(above, step), stepsTo(below, step)];
      if (up + down > MOST_STEPS) continue;
      const lines = Array.from(
        { length: Number(up + down) + 1 },
        (_none, index) => (BigInt(index) - down) * step,
      );
      return { top: up * step, bottom: -down * step, lines };
    }
  }
}

/** How high a value stands on a scale, in percent. For drawing alone. */
export function heightOn({ top, bottom }: Scale, value: bigint): number {
  return Number(((value - bottom) * 1_000_000n) / (top - bottom)) / 10_000;
}
