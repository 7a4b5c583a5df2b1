/**
 * A moment in UTC with microseconds, always 27 characters: `2026-11-24T14:40:00.123456Z`. Because the width is
 * fixed, comparing two instants as strings compares them in time.
 */
export type Instant = string & { readonly __brand: 'Instant' };

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;
const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * Reads an RFC 3339 time with any offset; digits beyond microseconds are cut off. A leap second (`:60`) becomes the
 * first second of the next minute.
 *
 * @returns the instant, or `undefined` where the text is no RFC 3339 time or falls, in UTC, outside the years 0001 to 9999.
 */
export function parseInstant(text: string): Instant | undefined {
  const isKnown = readBefore !== null && text.startsWith(readBefore) && MILLISECONDS.test(text);
  return isKnown ? (`${text.slice(0, 23)}000Z` as Instant) : readInstant(text);
}

/** The form that most clocks print, behind the seconds. */
const MILLISECONDS = /^.{19}\.\d{3}Z$/;
/** The seconds that were read last, as they are printed: events come in the order of time. */
let readBefore: string | null = null;

function readInstant(text: string): Instant | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone = ''] =
    match;
  if (!isCalendarTime(+year, +month, +day, +hour, +minute, +second)) return undefined;
  const micros = fraction.slice(0, 6).padEnd(6, '0');
  if ((zone === 'Z' || zone === 'z') && second !== '60') {
    if (text[10] === 'T') readBefore = text.slice(0, 19);
    return `${year}-${month}-${day}T${hour}:${minute}:${second}.${micros}Z` as Instant;
  }
  const offset = offsetMinutes(zone);
  if (offset === undefined) return undefined;
  // Date.parse, because Date.UTC takes the years below 100 for those of the twentieth century.
  const minutes = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) - offset * 60_000;
  const shifted = new Date(minutes + +second * 1000).toISOString();
  const isPrintable = shifted.length === 24 && !shifted.startsWith('0000');
  return isPrintable ? (`${shifted.slice(0, 19)}.${micros}Z` as Instant) : undefined;
}

const ZERO_TIME = /^0001-01-01[Tt ]00:00:00(?:\.0+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** Whether a text is the time that Go and .NET print where there is none, in whatever zone. */
export function isZeroTime(text: string): boolean {
  return ZERO_TIME.test(text);
}

/** Whether a text is already in the canonical form that {@link parseInstant} returns. */
export function isInstant(text: string): text is Instant {
  return CANONICAL.test(text);
}

/** The first and the last millisecond, since the Unix epoch, that an instant can name: of the years 0100 and 9999. */
const FIRST_MS = Date.UTC(100, 0, 1);
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Whether a time that a record carries, in milliseconds since the Unix epoch, can be printed as an instant. */
export function isInstantMilliseconds(milliseconds: number): boolean {
  return milliseconds >= FIRST_MS && milliseconds <= LAST_MS;
}

/** The second that was printed last: records that are read together are of few seconds, and to print one takes long. */
let printed = { second: Number.NaN, text: '' };

/**
 * @param milliseconds since the Unix epoch, as Kafka stamps its records: a whole number.
 * @throws RangeError where it is no time
 */
export function instantFromMilliseconds(milliseconds: number): Instant {
  const second = Math.floor(milliseconds / 1000);
  if (second !== printed.second) {
    printed = { second, text: new Date(second * 1000).toISOString().slice(0, 20) };
  }
  return `${printed.text}${String(milliseconds - second * 1000).padStart(3, '0')}000Z` as Instant;
}

/** {@link instantFromMilliseconds} of whatever number: what lies outside of all instants becomes the nearest of them. */
export function nearestInstant(milliseconds: number): Instant {
  return instantFromMilliseconds(Math.min(LAST_MS, Math.max(FIRST_MS, milliseconds)));
}

/** Milliseconds since the Unix epoch; microseconds are cut off. */
export function toMilliseconds(instant: Instant): number {
  return Date.parse(`${instant.slice(0, 23)}Z`);
}

/** The form that HTTP answers show: RFC 3339 in UTC with milliseconds, cut off and not rounded. */
export function toWireTime(instant: Instant): string {
  return `${instant.slice(0, 23)}Z`;
}

/** {@link toWireTime} of what may not have happened yet. */
export function toWireTimeOrNull(instant: Instant | null): string | null {
  return instant === null ? null : toWireTime(instant);
}

function isCalendarTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
) {
  const daysInMonth = month === 2 && !isLeapYear(year) ? 28 : (DAYS_IN_MONTH[month - 1] ?? 0);
  // PostgreSQL has no year 0.
  return year >= 1 && day >= 1 && day <= daysInMonth && hour <= 23 && minute <= 59 && second <= 60;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
