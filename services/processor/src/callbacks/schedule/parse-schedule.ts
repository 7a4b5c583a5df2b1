const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const LONGEST_MS = 7 * 24 * 3_600_000;

/**
 * Reads a schedule as configuration writes it: `0s,5s,5m,2h`.
 *
 * @returns milliseconds before each attempt
 * @throws RangeError where it is none, or a wait is longer than seven days
 */
export function parseSchedule(text: string): number[] {
  return text.split(',').map((wait) => {
    const [, count = '', unit = ''] = /^\s*(\d{1,6})([smh])\s*$/.exec(wait) ?? [];
    const ms = Number(count) * (UNITS[unit] ?? Number.NaN);
    if (!(ms <= LONGEST_MS))
      throw new RangeError(`"${wait.trim()}" is no wait such as 5s, 30m or 2h, up to 168h`);
    return ms;
  });
}
