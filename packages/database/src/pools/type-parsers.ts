import type { Instant } from '@taskfold/contract';
import pg from 'pg';

const { builtins } = pg.types;

/**
 * How values come out of a pool of this package. Local to the pool: nothing global is changed, so other users of `pg` in
 * the same process are left alone.
 *
 * - timestamptz: {@link Instant}, with all microseconds
 * - int8: a number; values beyond 2^53 throw, for they would be wrong
 * - numeric, json, jsonb: the text, so that no digit is lost
 * - everything else: as `pg` does it
 */
export const TYPE_PARSERS: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
    return PARSERS.get(oid) ?? pg.types.getTypeParser(oid, 'text');
  },
};

const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [builtins.TIMESTAMPTZ, instantOf],
  [builtins.INT8, safeInteger],
  [builtins.NUMERIC, asText],
  [builtins.JSON, asText],
  [builtins.JSONB, asText],
]);

function asText(text: string): string {
  return text;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a number`);
  return value;
}

const ZEROS = '000000';

/**
 * `2026-11-24 14:40:00.5+00`, as PostgreSQL prints a time in UTC, as an instant.
 *
 * @throws RangeError for anything else: another time zone, the year 10000, infinity.
 */
function instantOf(text: string): Instant {
  const end = text.length - 3;
  if (text.charCodeAt(10) !== 0x20 || text.slice(end) !== '+00') {
    throw new RangeError(`${text} is not a time in UTC between the years 1 and 9999`);
  }
  const fraction = text.slice(20, end);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}${ZEROS.slice(fraction.length)}Z` as Instant;
}
