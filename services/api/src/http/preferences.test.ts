import { expect, it } from 'vitest';
import { preferredWait } from './preferences.ts';

it.each([
  [undefined, null],
  ['', null],
  ['wait', null],
  ['wait=', null],
  ['wait=x', null],
  ['wait=-1', null],
  ['wait=1.5', null],
  ['await=5', null],
  ['respond-async', null],
  ['wait=0', 0],
  ['wait=10', 10],
  ['WAIT = 10', 10],
  ['wait="10"', 10],
  ['respond-async, wait=10', 10],
  ['respond-async; wait=10, return=minimal', 10],
  ['wait=61', 60],
  ['wait=999999', 60],
])('reads %j as %s', (header, seconds) => {
  expect(preferredWait(header)).toBe(seconds);
});
