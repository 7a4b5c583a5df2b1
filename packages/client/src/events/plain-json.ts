/** Deeper than this, an event with its data is no longer read: 256 levels, of which the event itself is one. */
const MAX_DEPTH = 255;
/** The longest number that is read. */
const MAX_DIGITS = 4096;
/** Below it, the exponent of a number is beyond what is read. */
const SMALLEST = 1e-308;

/**
 * A copy of a value as JSON says it, so that what happens to the value afterwards does not change an event. Members that are
 * undefined are left out, dates are texts, numbers that are hardly above zero are zero, and whole numbers that a float cannot hold
 * keep their digits where the platform has `JSON.rawJSON`: a `bigint` is written as a number.
 *
 * @throws TypeError for what JSON cannot say: a value that holds itself or is nested too deep, or a bigint where there is no `JSON.rawJSON`
 */
export function plainJson(value: unknown): unknown {
  const text = JSON.stringify(value, writeNumber);
  if (text === undefined) return undefined;
  const copy = parseExactly(text);
  if (isDeeper(copy, MAX_DEPTH)) throw new TypeError(`An event is nested deeper than ${MAX_DEPTH} levels`);
  return copy;
}

/** Reads JSON whose whole numbers keep their digits when it is written again, where the platform has `JSON.rawJSON`. */
export function parseExactly(text: string): unknown {
  return LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

/** Perhaps a number beyond 2^53. */
const LONG_NUMBER = /\d{16}/;

interface RawJson {
  readonly rawJSON?: (text: string) => unknown;
  readonly isRawJSON?: (value: unknown) => boolean;
}

function writeNumber(_key: string, value: unknown): unknown {
  if (typeof value === 'number') return Math.abs(value) < SMALLEST ? 0 : value;
  if (typeof value !== 'bigint') return value;
  const { rawJSON } = JSON as RawJson;
  const digits = String(value);
  if (rawJSON === undefined || digits.length > MAX_DIGITS) {
    throw new TypeError('JSON has no such bigint here: send it as a text');
  }
  return rawJSON(digits);
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const { rawJSON } = JSON as RawJson;
  const source = context?.source;
  const isCut = typeof value === 'number' && source !== undefined && String(value) !== source;
  return isCut && /^-?\d+$/.test(source) && rawJSON !== undefined ? rawJSON(source) : value;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null || (JSON as RawJson).isRawJSON?.(value)) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}
