import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FaultWindows } from '../faults/fault-windows.ts';
import { FINDING_KINDS, Findings } from '../findings.ts';
import { judgeTold } from './judge-told.ts';

const BOUNDS = { calmMs: 50, mostMs: 200 };

function judged(windows: FaultWindows, since: number, at: number | undefined) {
  const findings = new Findings();
  judgeTold('somewhere', { what: 'it', since, at }, { windows, findings, bounds: BOUNDS });
  return FINDING_KINDS.filter((kind) => findings.count(kind) > 0);
}

const spans = fc
  .array(fc.tuple(fc.nat(300), fc.nat(300)), { maxLength: 5 })
  .map((list) => list.map(([left, right]) => [Math.min(left, right), Math.max(left, right)] as const));

function windowsOf(list: readonly (readonly [number, number])[]): FaultWindows {
  const windows = new FaultWindows();
  for (const [from, to] of list) windows.open('it', from)(to);
  return windows;
}

test('it is late after too long with nothing broken, or after too long in all, and lost when it never comes', () => {
  fc.assert(
    fc.property(spans, fc.nat(300), fc.nat(300), (list, since, took) => {
      const windows = windowsOf(list);
      const broken = Array.from({ length: took }, (_none, index) => since + index).filter((ms) =>
        list.some(([from, to]) => from <= ms && ms < to),
      ).length;
      const isLate = took - broken > BOUNDS.calmMs || took > BOUNDS.mostMs;
      expect(judged(windows, since, since + took)).toEqual(isLate ? ['late'] : []);
      expect(judged(windows, since, undefined)).toEqual(['lost']);
    }),
  );
});

test('nothing was broken at any time where no window reaches in', () => {
  fc.assert(
    fc.property(spans, fc.nat(300), fc.nat(100), (list, from, long) => {
      const isBroken = list.some((span) => span[0] <= from + long && from <= span[1]);
      expect(windowsOf(list).isCalm(from, from + long)).toBe(!isBroken);
    }),
  );
});

test('a window that is still open reaches on and on', () => {
  const windows = new FaultWindows();
  const close = windows.open('it', 100);
  expect([windows.calmMs(0, 1000), windows.isCalm(500, 600)]).toEqual([100, false]);
  close(200);
  expect([windows.calmMs(0, 1000), windows.isCalm(500, 600)]).toEqual([900, true]);
});
