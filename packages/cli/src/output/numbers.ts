/** Digits in groups of three: `1,234,567`. A decimal string keeps each of its digits. */
export function grouped(value: number | string): string {
  const text = String(value);
  const decimals = text.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(text as `${number}`);
}

/** A time between two, to two places of its largest unit: `850 ms`, `12.4 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1_000) return `${Math.round(ms)} ms`;
  if (size < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const [name, unit, lesserName, lesser] = UNITS.find(([, atLeast]) => size >= atLeast) ?? UNITS[2];
  const units = Math.floor(size / unit);
  const left = Math.floor((size % unit) / lesser);
  return `${ms < 0 ? '-' : ''}${units} ${name}${left === 0 ? '' : ` ${left} ${lesserName}`}`;
}

const UNITS = [
  ['d', 86_400_000, 'h', 3_600_000],
  ['h', 3_600_000, 'min', 60_000],
  ['min', 60_000, 's', 1_000],
] as const;

const BLOCKS = '▁▂▃▄▅▆▇█';

/** Values as blocks that are as high as they are; nothing where all of them are 0. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(0, ...values);
  if (most === 0) return '';
  return values
    .map((value) =>
      value <= 0 ? ' ' : BLOCKS[Math.min(BLOCKS.length - 1, Math.floor((value / most) * BLOCKS.length))],
    )
    .join('');
}
