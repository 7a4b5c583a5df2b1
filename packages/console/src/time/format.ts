const TIME = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const DAY = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: 'short' });
const YEAR = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: 'short', year: 'numeric' });
const ZONE = new Intl.DateTimeFormat(undefined, { timeZoneName: 'short' });

/** A time in the reader's zone, as short as it can be: without the day where that is today, without the year of now. */
export function localTime(iso: string, now: number): string {
  const at = new Date(iso);
  const today = new Date(now);
  const time = TIME.format(at);
  if (at.toDateString() === today.toDateString()) return time;
  return `${(at.getFullYear() === today.getFullYear() ? DAY : YEAR).format(at)}, ${time}`;
}

/** The same time in UTC, to the millisecond, and in the reader's zone with its name. */
export function bothTimes(iso: string): string {
  const at = new Date(iso);
  const zone = ZONE.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return `${at.toISOString().replace('T', ' ').replace('Z', '')} UTC\n${YEAR.format(at)}, ${TIME.format(at)} ${zone}`;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** `840 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`: two units at most. */
export function durationText(milliseconds: number): string {
  const exact = Math.max(0, Math.round(milliseconds));
  if (exact < 1000) return `${exact} ms`;
  if (exact < 59_950) return `${(exact / 1000).toFixed(1)} s`;
  const ms = Math.max(exact, 60_000);
  const at = UNITS.findIndex(([, size]) => ms >= size);
  const [unit, size] = UNITS[at] ?? UNITS[2];
  const whole = Math.floor(ms / size);
  const [nextUnit, nextSize] = UNITS[at + 1] ?? ['s', 1000];
  const rest = Math.floor((ms - whole * size) / nextSize);
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${nextUnit}`;
}

/** How long ago, in one unit: `now`, `12 s`, `5 min`, `3 h`, `8 d`. */
export function ago(iso: string, now: number): string {
  const ms = Math.max(0, now - Date.parse(iso));
  if (ms < 1000) return 'now';
  const [unit, size] = UNITS.find(([, each]) => ms >= each) ?? (['s', 1000] as const);
  return `${Math.floor(ms / size)} ${unit}`;
}

/** The same in a sentence: `just now`, `5 min ago`. */
export function agoText(iso: string, now: number): string {
  const text = ago(iso, now);
  return text === 'now' ? 'just now' : `${text} ago`;
}
