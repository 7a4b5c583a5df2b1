import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retryAfterMs } from '../http/retry-after.ts';
import type { SendResult } from '../http/sender.ts';
import { judge } from './judge.ts';
import { DEFAULT_SCHEDULE, nextWait } from './schedule.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const wish = fc.option(fc.nat(100 * DAY_MS));

describe('nextWait', () => {
  test('follows the schedule', () => {
    const waits = Array.from({ length: 11 }, (_, made) =>
      nextWait({ schedule: DEFAULT_SCHEDULE, made, retryAfterMs: null, random: () => 0.5 }),
    );
    const hours = (count: number) => count * 3_600_000;
    expect(waits).toEqual([
      0,
      5000,
      300_000,
      hours(0.5),
      hours(2),
      hours(5),
      hours(10),
      hours(14),
      hours(20),
      hours(24),
      null,
    ]);
  });

  test('is never more than a fifth from the schedule, and a wish only makes it longer, up to a day', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(DAY_MS)), fc.nat(12), wish, random, (schedule, made, retryAfter, share) => {
        const wait = nextWait({ schedule, made, retryAfterMs: retryAfter, random: () => share });
        const planned = schedule[made];
        if (planned === undefined) {
          expect(wait).toBeNull();
          return;
        }
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(planned * 0.8));
        expect(wait).toBeGreaterThanOrEqual(Math.min(retryAfter ?? 0, DAY_MS));
        expect(wait).toBeLessThanOrEqual(
          Math.max(Math.ceil(planned * 1.2), Math.min(retryAfter ?? 0, DAY_MS)),
        );
      }),
    );
  });
});

describe('retryAfterMs', () => {
  const now = Date.UTC(2026, 10, 25, 12);

  test.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Wed, 25 Nov 2026 12:00:30 GMT', 30_000],
    ['Wed, 25 Nov 2026 11:00:00 GMT', 0],
    ['86399', DAY_MS - 1000],
    ['86401', DAY_MS],
    ['9999999999', DAY_MS],
    ['99999999999', DAY_MS],
    ['0'.repeat(400), 0],
    ['9'.repeat(400), DAY_MS],
    ['Wednesday, 25-Nov-26 12:00:30 GMT', 30_000],
    ['Wed Nov 25 12:00:30 2026', 30_000],
    ['Fri, 31 Dec 9999 23:59:59 GMT', DAY_MS],
    ['Wed, 99 Nov 2026 12:00:30 GMT', null],
    ['-5', null],
    ['-99999999999', null],
    ['+5', null],
    ['5 s', null],
    ['5, 5', null],
    ['0x10', null],
    ['1e3', null],
    ['Infinity', null],
    ['\u0665', null],
    ['1.5', null],
    ['soon', null],
    ['', null],
    ['2026-11-25T12:00:30Z', null],
    [undefined, null],
  ])('%j: %s', (value, expected) => {
    expect(retryAfterMs(value, now)).toBe(expected);
  });

  test('never gives anything but null or a time from now on, within a day', () => {
    const text = fc.oneof(
      fc.string(),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    fc.assert(
      fc.property(text, (header) => {
        const wait = retryAfterMs(header, now);
        expect(wait === null || (wait >= 0 && wait <= DAY_MS)).toBe(true);
      }),
    );
  });

  test('takes any number of seconds, however it is written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 60n }), fc.nat(30), (seconds, zeros) => {
        const expected = seconds > 86_400n ? DAY_MS : Number(seconds) * 1000;
        expect(retryAfterMs('0'.repeat(zeros) + seconds, now)).toBe(expected);
      }),
    );
  });
});

describe('judge', () => {
  const options = { schedule: DEFAULT_SCHEDULE, made: 1, random: () => 0.5 };
  const answer = (statusCode: number, retryAfter: number | null = null) =>
    ({ kind: 'answered', statusCode, retryAfterMs: retryAfter, bodyStart: Buffer.alloc(0) }) as const;

  test.each([
    [200, 'delivered', null],
    [299, 'delivered', null],
    [300, 'retrying', 'redirect'],
    [304, 'retrying', 'redirect'],
    [400, 'retrying', 'http_4xx'],
    [408, 'retrying', 'http_4xx'],
    [429, 'retrying', 'http_4xx'],
    [410, 'gone', 'gone'],
    [500, 'retrying', 'http_5xx'],
    [599, 'retrying', 'http_5xx'],
    [600, 'retrying', 'http_5xx'],
  ])('%d: %s, %s', (statusCode, outcome, error) => {
    expect(judge(answer(statusCode), options)).toMatchObject({ outcome, error });
  });

  test('a status that HTTP does not have is not shown', () => {
    expect(judge(answer(999), options).statusCode).toBeNull();
    expect(judge(answer(599), options).statusCode).toBe(599);
  });

  test('the last attempt that fails exhausts it, whatever the receiver wishes', () => {
    const last = { ...options, made: DEFAULT_SCHEDULE.length };
    expect(judge(answer(503, 1000), last)).toEqual({
      outcome: 'exhausted',
      error: 'http_5xx',
      statusCode: 503,
      waitMs: null,
    });
  });

  test('only 429 and 503 may wish', () => {
    for (const statusCode of [429, 503])
      expect(judge(answer(statusCode, 60_000), options).waitMs).toBe(60_000);
    for (const statusCode of [301, 400, 500])
      expect(judge(answer(statusCode, 60_000), options).waitMs).toBe(5000);
  });

  test('it waits exactly when it retries, and tells an error exactly when it was not delivered', () => {
    const results: fc.Arbitrary<Exclude<SendResult, { kind: 'not_attempted' }>> = fc.oneof(
      fc
        .record({ statusCode: fc.integer({ min: 100, max: 999 }), wish })
        .map((sent) => answer(sent.statusCode, sent.wish)),
      fc
        .constantFrom('dns', 'connect', 'tls', 'timeout')
        .map((error) => ({ kind: 'failed', error }) as const),
      fc.constant({ kind: 'blocked', reason: 'scheme' } as const),
    );
    fc.assert(
      fc.property(results, fc.nat(12), random, (result, made, share) => {
        const { outcome, error, waitMs } = judge(result, { ...options, made, random: () => share });
        expect(waitMs !== null).toBe(outcome === 'retrying');
        expect(error !== null).toBe(outcome !== 'delivered');
      }),
    );
  });
});
