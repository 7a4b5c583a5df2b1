import { instantFromMilliseconds, isInstant } from '@taskfold/contract';
import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { TYPE_PARSERS } from './type-parsers.ts';

const { TIMESTAMPTZ, INT8, NUMERIC, JSON: JSON_TYPE, JSONB, INT4, BOOL } = pg.types.builtins;

function parse(oid: number, text: string): unknown {
  return TYPE_PARSERS.getTypeParser(oid, 'text')(text);
}

describe('values out of PostgreSQL', () => {
  it.each([
    ['2026-11-24 14:40:00+00', '2026-11-24T14:40:00.000000Z'],
    ['2026-11-24 14:40:00.5+00', '2026-11-24T14:40:00.500000Z'],
    ['2026-11-24 14:40:00.123456+00', '2026-11-24T14:40:00.123456Z'],
    ['0001-01-01 00:00:00.000001+00', '0001-01-01T00:00:00.000001Z'],
    ['9999-12-31 23:59:59.999999+00', '9999-12-31T23:59:59.999999Z'],
  ])('a time %s is %s', (text, instant) => {
    expect(parse(TIMESTAMPTZ, text)).toBe(instant);
  });

  it('a time has every microsecond', () => {
    const milliseconds = fc.integer({ min: Date.UTC(1000, 0), max: Date.UTC(9999, 11, 31) });
    fc.assert(
      fc.property(milliseconds, fc.integer({ min: 0, max: 999 }), (time, microseconds) => {
        const instant = instantFromMilliseconds(time).replace(
          '000Z',
          `${String(microseconds).padStart(3, '0')}Z`,
        );
        // As PostgreSQL prints it: without zeros at the end.
        const printed = instant
          .replace('T', ' ')
          .replace(/\.?0*Z$/, '')
          .concat('+00');
        const text = /:\d\d(\.\d+)?\+00$/.test(printed)
          ? printed
          : `${instant.slice(0, 19).replace('T', ' ')}+00`;
        expect(parse(TIMESTAMPTZ, text)).toBe(instant);
        expect(isInstant(instant)).toBe(true);
      }),
    );
  });

  it.each([
    '2026-11-24 14:40:00+01',
    '2026-11-24 14:40:00+05:30',
    'infinity',
    '-infinity',
    '10000-01-01 00:00:00+00',
    '0044-03-15 12:00:00+00 BC',
  ])('a time %s is refused rather than wrong', (text) => {
    expect(() => parse(TIMESTAMPTZ, text)).toThrow(RangeError);
  });

  it('an int8 is a number as long as it can be', () => {
    expect(parse(INT8, '9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
    expect(parse(INT8, '-9007199254740991')).toBe(Number.MIN_SAFE_INTEGER);
    expect(() => parse(INT8, '9007199254740992')).toThrow(RangeError);
    expect(() => parse(INT8, '-9223372036854775808')).toThrow(RangeError);
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(parse(INT8, String(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it.each([NUMERIC, JSON_TYPE, JSONB])('of type %i is the text, every digit of it', (oid) => {
    const text = '12345678901234567890.00000001000';
    expect(parse(oid, text)).toBe(text);
  });

  it('is otherwise what pg makes of it', () => {
    expect(parse(INT4, '7')).toBe(7);
    expect(parse(BOOL, 't')).toBe(true);
    expect(pg.types.getTypeParser(INT8, 'text')('7')).toBe('7');
  });
});
