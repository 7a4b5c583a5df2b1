import { expect, test } from 'vitest';
import { parseSchedule } from './parse-schedule.ts';
import { DEFAULT_SCHEDULE } from './schedule.ts';

test('reads waits in seconds, minutes and hours', () => {
  expect(parseSchedule('0s,5s,5m,30m,2h,5h,10h,14h,20h,24h')).toEqual(DEFAULT_SCHEDULE);
  expect(parseSchedule(' 168h , 1s')).toEqual([604_800_000, 1000]);
});

test.each(['', '5', '5s,', '-5s', '1d', '169h', '5 s', '1.5h'])('refuses %j', (text) => {
  expect(() => parseSchedule(text)).toThrow(RangeError);
});
