import { InvalidArgumentError } from '@commander-js/extra-typings';
import { parseInstant, toWireTime } from '@taskfold/contract';

/** Reads a whole number within bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Reads values that are separated by commas or given one by one, each of them one of those. */
export function valuesOf<const Value extends string>(
  values: readonly Value[],
): (text: string, before: readonly Value[] | undefined) => readonly Value[] {
  const known = (text: string): text is Value => values.some((value) => value === text);
  return (text, before = []) => {
    const given = text.split(',');
    const odd = given.find((one) => !known(one));
    if (odd !== undefined) throw new InvalidArgumentError(`It must be of ${values.join(', ')}.`);
    return [...before, ...given.filter(known)];
  };
}

const AGO_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads an RFC 3339 time, a day, or how long ago: `2026-11-24T10:00:00Z`, `2026-11-24`, `90m`, `7d`. @returns the time in UTC */
export function timeValue(text: string): string {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const ago = AGO_MS[unit];
  if (count !== undefined && ago !== undefined)
    return new Date(Date.now() - Number(count) * ago).toISOString();
  const parsed = parseInstant(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (parsed !== undefined) return toWireTime(parsed);
  throw new InvalidArgumentError(
    'It must be a time (2026-11-24T10:00:00Z), a day (2026-11-24), or how long ago (90m, 24h, 7d).',
  );
}

/** Collects pairs that are each given as `key=value`. */
export function pairValue(
  text: string,
  before: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be key=value.');
  return Object.fromEntries([...Object.entries(before ?? {}), [text.slice(0, at), text.slice(at + 1)]]);
}
