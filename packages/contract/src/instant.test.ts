import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  instantFromMilliseconds,
  isInstant,
  isInstantMilliseconds,
  nearestInstant,
  parseInstant,
  toMilliseconds,
  toWireTime,
} from './instant.ts';

const FIRST = Date.parse('0001-01-02T00:00:00Z');
const LAST = Date.UTC(9998, 11, 31);

/** A moment in microseconds, the offset that it is written with, and the text: made without the code under test. */
const written = fc
  .record({
    milliseconds: fc.integer({ min: FIRST, max: LAST }),
    micros: fc.integer({ min: 0, max: 999 }),
    offset: fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 }),
    digits: fc.constantFrom(6, 7, 9),
  })
  .map(({ milliseconds, micros, offset, digits }) => {
    const local = new Date(milliseconds + offset * 60_000).toISOString();
    const fraction = `${local.slice(20, 23)}${String(micros).padStart(3, '0')}`.padEnd(digits, '9');
    return {
      microseconds: BigInt(milliseconds) * 1000n + BigInt(micros),
      milliseconds,
      text: `${local.slice(0, 19)}.${fraction}${zone(offset)}`,
    };
  });

function zone(offset: number): string {
  const minutes = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function parsed(text: string) {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`${text} was refused`);
  return instant;
}

describe('parseInstant', () => {
  test('agrees with Date to the millisecond, keeps microseconds and is canonical', () => {
    fc.assert(
      fc.property(written, ({ text, milliseconds, microseconds }) => {
        const instant = parsed(text);
        expect(instant).toHaveLength(27);
        expect(isInstant(instant)).toBe(true);
        expect(toMilliseconds(instant)).toBe(milliseconds);
        expect(instant.slice(23, 26)).toBe(String(((microseconds % 1000n) + 1000n) % 1000n).padStart(3, '0'));
        expect(parseInstant(instant)).toBe(instant);
      }),
    );
  });

  test('does not depend on what was read before', () => {
    const printed = fc
      .record({
        second: fc.integer({ min: 1_700_000_000, max: 1_700_000_003 }),
        ms: fc.integer({ min: 0, max: 999 }),
      })
      .map(({ second, ms }) => new Date(second * 1000 + ms).toISOString());
    const odd = fc.constantFrom('', 'Z', '+00:00', '.5Z', '.1234Z', '.12Z', '.999z', '.x00Z', '.123Z ');
    const texts = fc.oneof(
      { weight: 3, arbitrary: printed },
      fc.tuple(printed, odd).map(([text, end]) => text.slice(0, 19) + end),
    );
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 20 }), (list) => {
        for (const text of list) {
          const shown = parseInstant(text);
          // A time of another century in between: nothing is left of what was read before.
          parseInstant('1999-12-31T23:59:59.000Z');
          expect(shown).toBe(parseInstant(text));
          expect(shown === undefined).toBe(!/^.{19}(?:\.\d+)?(?:[Zz]|\+00:00)$/.test(text));
        }
      }),
    );
    expect(parseInstant('2023-13-14T22:13:20.000Z')).toBeUndefined();
  });

  test('makes the order of strings the order of time, whatever the offsets', () => {
    fc.assert(
      fc.property(written, written, (one, other) => {
        const inTime =
          Number(one.microseconds > other.microseconds) - Number(one.microseconds < other.microseconds);
        const [left, right] = [parsed(one.text), parsed(other.text)];
        expect(Number(left > right) - Number(left < right)).toBe(inTime);
      }),
    );
  });

  test('tells moments one microsecond apart, in different offsets', () => {
    const before = parsed('2026-11-24T15:00:00.999999+01:00');
    const after = parsed('2026-11-24T09:00:01-05:00');
    expect([before, after]).toEqual(['2026-11-24T14:00:00.999999Z', '2026-11-24T14:00:01.000000Z']);
    expect(before < after).toBe(true);
  });

  test('accepts a day of the month exactly where the calendar has it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), fc.nat(13), fc.nat(32), (year, month, day) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const exists = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        expect(parseInstant(`${text}T00:00:00Z`)).toBe(exists ? `${text}T00:00:00.000000Z` : undefined);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000000Z'],
    ['2016-12-31T23:59:60.25Z', '2017-01-01T00:00:00.250000Z'],
    ['2017-01-01T00:59:60+01:00', '2017-01-01T00:00:00.000000Z'],
    ['2024-02-29t12:00:00z', '2024-02-29T12:00:00.000000Z'],
    ['2026-01-01T00:00:00.1234569Z', '2026-01-01T00:00:00.123456Z'],
    ['2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00.000000Z'],
    ['2026-01-01T00:00:00-00:00', '2026-01-01T00:00:00.000000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000Z'],
    ['0001-01-01T00:00:00.1234567-08:00', '0001-01-01T08:00:00.123456Z'],
    ['0099-12-31T23:30:00-01:00', '0100-01-01T00:30:00.000000Z'],
    ['0050-02-28T00:30:00+01:00', '0050-02-27T23:30:00.000000Z'],
  ])('reads %s as %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  test.each([
    '',
    'yesterday',
    '2026-11-24',
    '2026-11-24T10:00Z',
    '2026-11-24T10:00:00',
    '2026-11-24T10:00:00.Z',
    '2026-11-24T24:00:00Z',
    '2026-11-24T10:60:00Z',
    '2026-11-24T10:00:61Z',
    '2026-11-24T10:00:00+24:00',
    '2026-11-24T10:00:00+01:60',
    '2026-11-24T10:00:00+0100',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '0000-12-31T23:59:59Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:60Z',
    '9999-12-31T23:30:00-01:00',
    '+12026-01-01T00:00:00Z',
    ' 2026-11-24T10:00:00Z',
    '2026-11-24T10:00:00Z\n',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  test('either refuses a text or returns a canonical instant', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\d]{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/),
        (text) => {
          const instant = parseInstant(text);
          expect(
            instant === undefined || (isInstant(instant) && !Number.isNaN(toMilliseconds(instant))),
          ).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('milliseconds of the broker go there and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST, max: LAST }), (milliseconds) => {
      const instant = instantFromMilliseconds(milliseconds);
      expect(isInstant(instant)).toBe(true);
      expect(toMilliseconds(instant)).toBe(milliseconds);
      expect(toWireTime(instant)).toBe(new Date(milliseconds).toISOString());
    }),
  );
});

test('answers cut microseconds off and do not round them', () => {
  expect(toWireTime(parsed('2026-11-24T10:00:00.999999Z'))).toBe('2026-11-24T10:00:00.999Z');
});

test('knows which numbers are times, and the instant that is nearest to any', () => {
  const [first, last] = [Date.UTC(100, 0, 1), Date.UTC(9999, 11, 31, 23, 59, 59, 999)];
  fc.assert(
    fc.property(
      fc.oneof(fc.maxSafeInteger(), fc.integer({ min: first - 2, max: last + 2 })),
      (milliseconds) => {
        const isTime = milliseconds >= first && milliseconds <= last;
        expect(isInstantMilliseconds(milliseconds)).toBe(isTime);
        const nearest = nearestInstant(milliseconds);
        expect(isInstant(nearest)).toBe(true);
        expect(toMilliseconds(nearest)).toBe(isTime ? milliseconds : milliseconds < first ? first : last);
      },
    ),
  );
});
